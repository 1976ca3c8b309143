// Files that are too large are told when they are chosen, not after they were sent.
//
//   <input type="file" data-most="octets" data-too-large="texte">
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-most]")) return;
  const over = [...input.files].some((file) => file.size > Number(input.dataset.most));
  input.setCustomValidity(over ? input.dataset.tooLarge : "");
  if (over) input.reportValidity();
});
