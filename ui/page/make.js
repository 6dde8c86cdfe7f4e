// Makes elements; strings among the children become text nodes, which cannot act as markup.

/** An element of that name with these properties and children. */
export function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
