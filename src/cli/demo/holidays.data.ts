/** What the State Council announced for a year: days off from the first to the last, and weekend days that are worked instead. */
interface Arrangement {
  readonly year: number;
  readonly off: readonly (readonly [name: string, fromOn: string, toOn: string])[];
  readonly worked: readonly (readonly [name: string, dateOn: string])[];
}

/** Facts only. A year that is not announced yet is not guessed: the page shows it as not entered, campaigns are warned. */
export const HOLIDAYS: readonly Arrangement[] = [
  {
    year: 2025,
    off: [
      ['元旦', '2025-01-01', '2025-01-01'],
      ['春节', '2025-01-28', '2025-02-04'],
      ['清明节', '2025-04-04', '2025-04-06'],
      ['劳动节', '2025-05-01', '2025-05-05'],
      ['端午节', '2025-05-31', '2025-06-02'],
      ['国庆节、中秋节', '2025-10-01', '2025-10-08'],
    ],
    worked: [
      ['春节', '2025-01-26'],
      ['春节', '2025-02-08'],
      ['劳动节', '2025-04-27'],
      ['国庆节', '2025-09-28'],
      ['国庆节', '2025-10-11'],
    ],
  },
  {
    year: 2026,
    off: [
      ['元旦', '2026-01-01', '2026-01-03'],
      ['春节', '2026-02-15', '2026-02-23'],
      ['清明节', '2026-04-04', '2026-04-06'],
      ['劳动节', '2026-05-01', '2026-05-05'],
      ['端午节', '2026-06-19', '2026-06-21'],
      ['中秋节', '2026-09-25', '2026-09-27'],
      ['国庆节', '2026-10-01', '2026-10-07'],
    ],
    worked: [
      ['元旦', '2026-01-04'],
      ['春节', '2026-02-14'],
      ['春节', '2026-02-28'],
      ['劳动节', '2026-05-09'],
      ['国庆节', '2026-09-20'],
      ['国庆节', '2026-10-10'],
    ],
  },
];
