// Owns the dropping of a file on the form that checks it; without it, the form is a form.
(() => {
  "use strict";
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const error = form.querySelector("[data-drop-error]");
  const isFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");

  // A file that is far too large is not sent for minutes to be refused.
  function isTooLarge() {
    const isLarge = [...input.files].some((file) => file.size > Number(form.dataset.drop));
    error.hidden = !isLarge;
    error.querySelector("span").textContent = isLarge ? form.dataset.tooLarge : "";
    return isLarge;
  }

  // Anywhere on the page: whoever misses the frame must not lose the page to her file.
  document.addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    form.classList.add("drop--over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("drop--over");
  });
  document.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    form.classList.remove("drop--over");
    input.files = event.dataTransfer.files;
    if (!isTooLarge()) form.requestSubmit();
  });
  input.addEventListener("change", isTooLarge);
  form.addEventListener("submit", (event) => { if (isTooLarge()) event.preventDefault(); });
})();
