/** 监督规则: those that the centre judges every night, and the three that the ledgers of the windows call for. */
const RULES = [
  'venue-footfall',
  'unknown-venue',
  'permit-volume',
  'off-hours',
  'turnaround',
  'terminal-mismatch',
  'void-rate',
  'rejection-rate',
  'multi-place',
  'shared-address',
  'resident-date-changed',
  'employment-date-changed',
  'card-balance',
  'print-without-application',
  'number-gap',
]

/** Half hours of a day. The last one ends it and begins nothing. */
export const DUTY_TIMES = Array.from(
  { length: 49 },
  (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`,
)

export const dictionaries = {
  rules: RULES,
  /** The same codes once more: what each rule means, in one sentence. */
  meanings: RULES,
  /** 预警等级 */
  levels: ['notice', 'warning', 'serious'],
  /** 核查结论 */
  outcomes: ['justified', 'mended', 'violation', 'falseAlarm'],
  /** 值班起止时间 */
  dutyTimes: DUTY_TIMES,
} satisfies Readonly<Record<string, readonly string[]>>
