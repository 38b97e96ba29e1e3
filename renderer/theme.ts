import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'

/** Deep-water blue: near enough to the Windows accent to feel native, far enough from success green to never be read as an outcome. */
const brand: BrandVariants = {
  10: '#05121c',
  20: '#0b1f2e',
  30: '#0e2f47',
  40: '#103d5c',
  50: '#124b71',
  60: '#135a87',
  70: '#15689c',
  80: '#1a6fa6',
  90: '#3a84b8',
  100: '#5598c8',
  110: '#6faad5',
  120: '#89bce0',
  130: '#a4cdea',
  140: '#bfdcf2',
  150: '#d6e9f8',
  160: '#edf5fc',
}

const fonts = {
  fontFamilyBase: "'Segoe UI', 'Stand-in Sans', 'Microsoft YaHei UI', 'Noto Sans CJK SC', sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'Stand-in Mono', 'Noto Sans CJK SC', monospace",
}

export const light: Theme = { ...createLightTheme(brand), ...fonts }

export const dark: Theme = {
  ...createDarkTheme(brand),
  ...fonts,
  colorBrandForeground1: brand[120],
  colorBrandForegroundLink: brand[120],
  colorCompoundBrandForeground1: brand[120],
  colorCompoundBrandStroke: brand[110],
  colorCompoundBrandBackground: brand[110],
  // Fluent's dark danger text is 4.2:1 on the page, its dark tints are saturated slabs.
  colorStatusDangerForeground1: '#ea8a91',
  colorStatusDangerBackground1: '#35191c',
  colorStatusDangerBorder1: '#8a3138',
  colorStatusWarningBackground1: '#332313',
  colorStatusWarningBorder1: '#80501f',
  colorStatusSuccessBackground1: '#14291a',
  colorStatusSuccessBorder1: '#2f6a39',
  colorNeutralBackground3: '#1f1f1f',
  colorNeutralStroke2: '#424242',
}

const darkPreferred = () => window.matchMedia('(prefers-color-scheme: dark)')

/**
 * The theme the person has chosen in the system, followed while it changes. High contrast has no theme of its own: the
 * system's colours replace these under `forced-colors`, and `look.css` turns tints into borders.
 */
export function useSystemTheme(): Theme {
  const isDark = useSyncExternalStore(
    (changed) => {
      const query = darkPreferred()
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => darkPreferred().matches,
  )
  return isDark ? dark : light
}
