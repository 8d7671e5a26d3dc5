/** Codes the federation starts with; officers may add more, which then show by their code. */
export const merchantCategories = [
  'SUPERMARKET',
  'RESTAURANT',
  'PHARMACY',
  'HOSPITAL',
  'LEISURE',
  'SERVICE',
  'FUEL',
  'EDUCATION',
  'TRANSPORT',
  'OTHER',
] as const;
