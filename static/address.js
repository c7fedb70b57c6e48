// What parts of a page carry along in their addresses.

/** Of the address, what says which two are compared, and without what. */
export const COMPARED = ["with", "all", "volatile", "ignore"];

/** Gives `address` those `names` that `other` has, as often as it has them, and no others of them. */
export function takeOver(address, names, other) {
  for (const name of names) {
    address.searchParams.delete(name);
    for (const value of other.searchParams.getAll(name)) address.searchParams.append(name, value);
  }
}
