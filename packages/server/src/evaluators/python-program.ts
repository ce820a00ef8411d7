/**
 * Runs inside the interpreter. The first line of its stdin is `{ name, code }`, each other one an event. Two lines on its
 * stdout tell of each event: that the code begins, and the answer, as `readAnswer` takes it.
 *
 * Code is given as HoneyHive documents it: a function of the event, or of nothing, with the event's fields as variables;
 * or it assigns `result`; or it is one expression, of a value or of such a function.
 *
 * It is ASCII: as an argument its room is counted in characters (browser_wasi_shim 0.4), and more would write beyond it.
 */
export const pythonProgram = `
import gc, io, json, os, sys, textwrap, types

lines = sys.stdin.buffer
given = json.loads(lines.readline())
file = "<evaluator>"
objects = ["inputs", "outputs", "feedback", "metadata", "metrics", "config", "user_properties"]
others = ["event_type", "event_name", "event_id", "session_id", "project_id", "source", "start_time", "end_time", "duration", "error"]

class Nowhere(io.TextIOBase):
    def writable(self):
        return True

    def write(self, text):
        return len(text)

def say(line):
    data = line.encode() + b"\\n"
    while data:
        data = data[os.write(1, data):]

def answer(**said):
    say(json.dumps(said))

def mentioned(code):
    """Every name that a piece of code, or one within it, looks up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from mentioned(constant)

def is_own(value):
    return isinstance(value, types.FunctionType) and value.__code__.co_filename == file

def find(scope):
    """Of several functions the one with the metric's name, or the first that no other uses."""
    own = {name: value for name, value in scope.items() if is_own(value)}
    used = {
        name
        for function in own.values()
        for name in mentioned(function.__code__)
        if own.get(name) is not function
    }
    candidates = [own[name] for name in own if name not in used] or list(own.values())
    if given["name"] in own:
        return own[given["name"]]
    if not candidates:
        raise TypeError("Expected the code to define a function such as \`def evaluate(event)\`, or to assign \`result\`.")
    return candidates[0]

def call(function, fields):
    code = function.__code__
    required = code.co_argcount - len(function.__defaults__ or ())
    names = code.co_varnames[:required]
    if all(name in fields for name in names):
        return settle(function(*(fields[name] for name in names)))
    if required == 1:
        return settle(function(fields["event"]))
    raise TypeError(
        f"Expected a function of \`event\`, or of its fields ({', '.join(objects[:3])}, ...), got one of \`{', '.join(names)}\`."
    )

def settle(value):
    if not isinstance(value, types.CoroutineType):
        return value
    try:
        value.send(None)
    except StopIteration as end:
        return end.value
    raise TypeError("Expected a function that waits for nothing: there is nothing to wait for here.")

def run(code, event):
    fields = {name: event.get(name) for name in objects + others}
    fields |= {name: {} for name in objects if fields[name] is None}
    fields["event"] = event
    # A module of its own, as some of the standard library looks for the one that something is defined in.
    module = sys.modules["evaluator"] = types.ModuleType("evaluator")
    scope = module.__dict__
    scope.update(fields)
    try:
        expression = compile(code.strip(), file, "eval")
    except SyntaxError:
        expression = None
    if expression is not None:
        value = eval(expression, scope)
        return call(value, fields) if is_own(value) else value
    exec(compile(code, file, "exec"), scope)
    result = scope.get("result", find)
    # A function is where it comes from, where it is nothing yet.
    if callable(result) or result is None and any(is_own(value) for value in scope.values()):
        return call(find(scope), fields)
    return result

def describe(error):
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    where = "" if line is None else f" (line {line})"
    advice = ". Only Python's standard library is here" if isinstance(error, ModuleNotFoundError) else ""
    return said + advice + where

code = given["code"]
if code.lstrip("\\n")[:1].isspace():
    code = textwrap.dedent(code)
sys.stdin, sys.stdout, sys.stderr = io.StringIO(), Nowhere(), Nowhere()
for line in lines:
    say("started")
    try:
        answer(kind="returned", json=json.dumps(run(code, json.loads(line)), allow_nan=False))
    except MemoryError as error:
        answer(kind="failed", message=describe(error))
        # The next event has all of it again.
        break
    except BaseException as error:
        answer(kind="failed", message=describe(error))
    gc.collect()
`;
