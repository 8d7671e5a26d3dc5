/** Colours and sizes of all three apps: antd, the phone pages' CSS and the charts read these and nothing else. */
export interface Palette {
  readonly accent: string;
  /** Accent as a background under white text; contrast with white is at least 4.5. */
  readonly accentFill: string;
  readonly accentSoft: string;
  readonly gold: string;
  readonly success: string;
  readonly successFill: string;
  readonly successSoft: string;
  readonly warning: string;
  readonly warningSoft: string;
  readonly danger: string;
  readonly dangerSoft: string;
  readonly info: string;
  readonly infoSoft: string;
  readonly text: string;
  readonly textMuted: string;
  readonly page: string;
  readonly surface: string;
  readonly line: string;
  readonly control: string;
  /** Series of a chart in order; neighbours differ in lightness, so they stay apart without colour. */
  readonly chart: readonly string[];
}

export const light: Palette = {
  accent: '#C1272D',
  accentFill: '#C1272D',
  accentSoft: '#FBEDED',
  gold: '#C9A24B',
  success: '#17734A',
  successFill: '#1A7A4E',
  successSoft: '#E7F5EE',
  warning: '#8A5A12',
  warningSoft: '#FBF3E2',
  danger: '#A61B1B',
  dangerSoft: '#FBEBEB',
  info: '#1D4F91',
  infoSoft: '#EAF1FA',
  text: '#1B1B1F',
  textMuted: '#5C5F66',
  page: '#F5F5F6',
  surface: '#FFFFFF',
  line: '#E3E3E7',
  control: '#8B8D94',
  chart: ['#C1272D', '#2F4B7C', '#C9A24B', '#1E8E5A', '#7A7D85'],
};

export const dark: Palette = {
  accent: '#F0686C',
  accentFill: '#CC3A40',
  accentSoft: '#3A1F21',
  gold: '#C9A24B',
  success: '#5CC994',
  successFill: '#1A7A4E',
  successSoft: '#16301F',
  warning: '#E0AE56',
  warningSoft: '#33280F',
  danger: '#FF8A8A',
  dangerSoft: '#3A1D1D',
  info: '#8DB4F0',
  infoSoft: '#1B2940',
  text: '#F1F1F3',
  textMuted: '#A9ABB3',
  page: '#121214',
  surface: '#1C1C20',
  line: '#303036',
  control: '#7C7F87',
  chart: ['#E5484D', '#7FA3E0', '#D9B865', '#4DBE87', '#9A9DA5'],
};

export const fontFamily =
  "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Segoe UI', sans-serif";
export const radius = { card: 12, control: 8, table: 6 } as const;
export const shadow = '0 1px 2px rgb(0 0 0 / 6%), 0 4px 16px rgb(0 0 0 / 6%)';
export const motionMs = 160;

/** The one media query that decides between the two palettes. */
export const darkQuery = '(prefers-color-scheme: dark)';

function properties(palette: Palette): string {
  return Object.entries(palette)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';');
}

/** The palettes as CSS custom properties, dark by the system's choice. */
export function tokensCss(): string {
  const sizes = [
    `--font:${fontFamily}`,
    `--radius-card:${radius.card}px`,
    `--radius-control:${radius.control}px`,
    `--shadow:${shadow}`,
    `--motion:${motionMs}ms`,
  ].join(';');
  return [
    `:root{color-scheme:light dark;${sizes};${properties(light)}}`,
    `@media ${darkQuery}{:root{${properties(dark)}}}`,
    '@media (prefers-reduced-motion: reduce){:root{--motion:0ms}}',
  ].join('\n');
}
