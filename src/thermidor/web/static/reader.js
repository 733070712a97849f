// The reader's token: it lies in the page, goes with what the page asks for, and is kept nowhere.

/** Headers that tell the server which reader asks, and in which language he reads. */
export const readerHeaders = (more = {}) => ({
  "x-reader": document.querySelector('meta[name="reader"]')?.content ?? "",
  "accept-language": document.documentElement.lang,
  ...more,
});

/** The prefix under which the server is reached, without a stroke at its end. */
export const prefix = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
