/** A font of a document that nobody is going to look at. */
class UndrawnFont {
  readonly loaded = Promise.resolve(this)
}

if (!('FontFace' in globalThis)) Object.assign(globalThis, { FontFace: UndrawnFont })

/**
 * Where a page of the web has fonts of its own, pdf.js leaves the shapes of letters to it and does not work them out.
 * Reading needs none, so there is such a page here, whose fonts are ready at once.
 */
export const WITHOUT_OUTLINES: object = { disableFontFace: false, ownerDocument: { fonts: new Set() } }
