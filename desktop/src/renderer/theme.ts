import type { ThemeConfig } from 'antd'

/** Also of what is drawn rather than written, and measured for that. */
export const FONTS = "'Noto Sans SC Variable', 'HanaMin', sans-serif"

/** Dense and calm: one accent, small corners, no shadows where a line does. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1a5da6',
    colorInfo: '#1a5da6',
    colorSuccess: '#1f7a43',
    colorWarning: '#a86200',
    colorError: '#bd3124',
    colorInfoBg: '#e6effa',
    colorSuccessBg: '#e7f4ec',
    colorWarningBg: '#fdf3e0',
    colorWarningBorder: '#e4b765',
    colorErrorBg: '#fceceb',
    colorErrorBorder: '#e8b9b4',
    colorTextBase: '#1c2733',
    colorBgLayout: '#eef1f5',
    colorBorder: '#c3ccd6',
    colorBorderSecondary: '#dde3ea',
    borderRadius: 3,
    fontFamily: FONTS,
    fontSize: 14,
    controlHeight: 30,
    wireframe: false,
    motionDurationMid: '0.1s',
    motionDurationSlow: '0.15s',
  },
  components: {
    Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, headerBg: '#f3f6f9' },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Tabs: { horizontalMargin: '0 0 8px 0' },
  },
}
