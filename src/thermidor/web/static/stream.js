// Server-sent events read with fetch, which tells refusals apart and can be given up.

/** Server-sent events of a body. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value.replaceAll("\r\n", "\n");
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      const lines = rest.slice(0, end).split("\n");
      rest = rest.slice(end + 2);
      const event = { kind: "message", data: "" };
      for (const line of lines) {
        if (line.startsWith("event:")) event.kind = line.slice(6).trim();
        else if (line.startsWith("data:")) event.data += (event.data ? "\n" : "") + line.slice(5).replace(/^ /, "");
      }
      if (event.data) yield event;
    }
  }
}
