"""A clock for modules under test whose time only the test moves, as JavaScript to put into a script.

`const clock = fakeClock(start)`: `clock.pass(ms)` runs what becomes due, each at its time; `clock.jump(ms)` lets time go by
as while a machine sleeps: timers are late. `clock.left()` is how many timers are set.
"""

FAKE_CLOCK = """
const fakeClock = (start = 0) => {
  let now = start, last = 0;
  const timers = new Map();
  const next = (until) => [...timers].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at)[0];
  return {
    now: () => now,
    setTimeout: (call, ms) => (timers.set(++last, { call, at: now + ms }), last),
    clearTimeout: (id) => timers.delete(id),
    left: () => timers.size,
    jump: (ms) => { now += ms; },
    pass: (ms) => {
      const until = now + ms;
      for (let due; (due = next(until)); ) {
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].call();
      }
      now = Math.max(now, until);
    },
  };
};
"""
