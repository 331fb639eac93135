/** The page of the API: Swagger UI over our schema. What is tried out goes with the page's own session. */

const place = document.querySelector("#api-docs");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  docExpansion: "none",
  validatorUrl: null,
  syntaxHighlight: false,
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});
