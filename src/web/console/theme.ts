import { theme as antd, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';
import { dark, darkQuery, fontFamily, light, radius, type Palette } from '../shared/tokens.js';

const query = matchMedia(darkQuery);
const stillness = matchMedia('(prefers-reduced-motion: reduce)');

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The palette the system asks for. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, () => query.matches) ? dark : light;
}

/** The palette in antd's terms. */
export function themeOf(palette: Palette): ThemeConfig {
  return {
    algorithm: palette === dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      motion: !stillness.matches,
      colorPrimary: palette.accentFill,
      colorLink: palette.accent,
      // The shades antd derives for a pointer are too pale to read.
      colorLinkHover: palette.accent,
      colorLinkActive: palette.accent,
      colorSuccess: palette.success,
      colorSuccessBg: palette.successSoft,
      colorSuccessText: palette.success,
      colorWarning: palette.warning,
      colorWarningBg: palette.warningSoft,
      colorWarningText: palette.warning,
      colorError: palette.danger,
      colorErrorBg: palette.dangerSoft,
      colorErrorText: palette.danger,
      colorInfo: palette.info,
      colorInfoBg: palette.infoSoft,
      colorInfoText: palette.info,
      colorText: palette.text,
      colorTextSecondary: palette.textMuted,
      colorTextDescription: palette.textMuted,
      colorTextPlaceholder: palette.textMuted,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBorder: palette.control,
      colorBorderSecondary: palette.line,
      borderRadius: radius.table,
      fontFamily,
      fontSize: 14,
    },
    components: {
      Layout: { siderBg: palette.surface, headerBg: palette.surface, bodyBg: palette.page, headerPadding: '0 16px' },
      // The shades antd derives for a pointer are too pale to read, and the dark ones dim a link.
      Button: {
        colorLink: palette.accent,
        colorLinkHover: palette.accent,
        colorLinkActive: palette.accent,
        colorPrimaryHover: palette.accentFill,
        defaultHoverColor: palette.accent,
        defaultHoverBorderColor: palette.accent,
        defaultActiveColor: palette.accent,
        defaultActiveBorderColor: palette.accent,
      },
      // White words stand on it, in the dark too.
      Switch: { colorTextQuaternary: light.textMuted, colorTextTertiary: light.textMuted },
      Menu: {
        itemSelectedColor: palette.accent,
        itemSelectedBg: palette.accentSoft,
        itemBg: palette.surface,
        groupTitleColor: palette.textMuted,
      },
    },
  };
}
