// A publication opened where it is cited: by itself, or in the conversation's dialog (`begin` is then given the place).
//
// A PDF is drawn by viewer.mjs, which marks what is quoted; any other is text already, whose first mark comes into view.

/** Shows what stands in a place of the page. */
export async function begin(place = document) {
  const viewer = place.querySelector("[data-viewer]");
  if (viewer) {
    const { mount } = await import("./viewer.mjs");
    mount(viewer);
  } else {
    place.querySelector("mark")?.scrollIntoView({ block: "center" });
  }
}

if (document.querySelector("main [data-reading]")) begin();
