"""What the OpenAPI schema says of an operation: its question or body, and every answer it can give."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse, extend_schema

from kanban.api.bodies import Body
from kanban.api.examples import EXAMPLES, problem_example
from kanban.api.outputs import ConflictProblem, Problem, Shape

View = TypeVar("View", bound=Callable[..., Any])

_EVERY = {401: "Not signed in, or with a token that has ended.", 429: "Asked too often.", 503: "Away just now."}
_THERE = {404: "Not there, or not yours to see."}
_QUESTION = {422: "Something is asked that cannot be answered, by its field."}
_WRITE = {
    400: "Not JSON.",
    403: "Yours to see, not to change.",
    413: "Too large.",
    415: "Not sent as JSON.",
    422: "Something cannot be taken, by its field; or the Idempotency-Key was used before for something else.",
}
_MERGE = {409: "Somebody else changed the same. Nothing was written."}
_VERSION = {428: "No version is named."}
_GONE = {410: "Archived or deleted meanwhile."}
_ONLY_AT = {412: "The matter is at another version than If-Match names."}

_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": f'^"?{"-".join(f"[0-9a-f]{{{n}}}" for n in (8, 4, 4, 4, 12))}"?$'},
    OpenApiParameter.HEADER,
    description="The id of this write, a UUID. Sent again, it is answered as the first time and not made again.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"[1-9][0-9]{0,8}(-[0-9a-f]{16})?"$'},
    OpenApiParameter.HEADER,
    description="The matter's version in quotes, or its ETag: at any other nothing is written, nor merged.",
)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag: 304 while the answer would be the same."
)
_RETRY = OpenApiParameter(
    "Retry-After", int, OpenApiParameter.HEADER, response=[429, 503], description="Seconds.", required=True
)


def described(
    name: str,
    summary: str,
    answer: type[Shape],
    *,
    status: int = 200,
    body: type[Body] | None = None,
    question: type[Body] | None = None,
    writes: bool = False,
    merges: bool = False,
    gone: bool = False,
    only_at: bool = False,
    there: bool = True,
    conditional: bool = False,
) -> Callable[[View], View]:
    """The operation `name`, whose description is the view's own docstring.

    `merges`: made on a version, and so perhaps in conflict. `gone`: what it is about can be deleted. `only_at`: takes
    If-Match without merging. `there`: the address names something. `conditional`: a read with an ETag.
    """
    writes = writes or body is not None
    named = body().fields.get("version") if body else None
    parts: list[tuple[bool, dict[int, str], list[Any]]] = [
        (True, _EVERY, [_RETRY]),
        (there, _THERE, []),
        (question is not None, _QUESTION, [question]),
        (writes, _WRITE, [_KEY]),
        (merges, _MERGE, []),
        (named is not None and named.required, _VERSION, []),
        (merges or only_at, _ONLY_AT, [_IF_MATCH]),
        (gone, _GONE, []),
        (conditional, {}, [_IF_NONE_MATCH]),
    ]
    errors = {code: told for holds, codes, _ in parts if holds for code, told in codes.items()}
    responses: dict[Any, Any] = {status: _answer(answer)}
    if conditional:
        responses[304] = OpenApiResponse(description="You have it already.")
    responses |= {(code, "application/problem+json"): _problem(code, told) for code, told in sorted(errors.items())}

    def decorate(view: View) -> View:
        described_view: View = extend_schema(
            operation_id=name,
            summary=summary,
            tags=[view.__module__.rpartition(".")[2]],
            parameters=[each for holds, _, given in parts if holds for each in given],
            request=_request(body) if body else None,
            responses=responses,
        )(view)
        return described_view

    return decorate


def _answer(answer: type[Shape]) -> OpenApiResponse:
    return OpenApiResponse(answer, description="Done.", examples=_examples(answer, is_answer=True))


def _problem(code: int, told: str) -> OpenApiResponse:
    kind = ConflictProblem if code == 409 else Problem
    example = OpenApiExample(
        f"{code}", value=problem_example(code), media_type="application/problem+json", response_only=True
    )
    return OpenApiResponse(kind, description=told, examples=[example])


def _request(body: type[Body]) -> OpenApiRequest:
    return OpenApiRequest(body, examples=_examples(body, is_answer=False))


def _examples(kind: type[Any], *, is_answer: bool) -> list[OpenApiExample]:
    value = EXAMPLES[kind.__name__]
    return [OpenApiExample(kind.__name__, value=value, response_only=is_answer, request_only=not is_answer)]


def refuse_unknown(result: Any, **kwargs: Any) -> Any:
    """Of the schema's components, what is sent has no keys but those named."""
    kinds = {kind.__name__ for kind in _kinds_of(Body)}
    for name, component in result["components"]["schemas"].items():
        if name in kinds:
            component["additionalProperties"] = False
    return result


def _kinds_of(kind: type[Body]) -> list[type[Body]]:
    return [each for below in kind.__subclasses__() for each in (below, *_kinds_of(below))]


class _TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "kanban.api.authentication.TokenSignIn"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A personal token, made on /accounts/tokens/."}


class _SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "kanban.api.authentication.SessionSignIn"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        told = "A browser's session; writes carry the CSRF token of the page in X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": told}
