/** Chinese keyboards and spreadsheets give full-width digits, letters and spaces: this promises their ASCII twins and nothing else changed. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}

/** A number as people type it, without the blanks, hyphens and full-width signs they put into it. */
export function tidyNumber(text: string): string {
  return toHalfWidth(text).replace(/[\s\u00A0\u200B\uFEFF-]/g, '');
}
