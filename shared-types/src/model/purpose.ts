/**
 * What a covered value is looked at for. Short on purpose: whoever reads the log compares these; what does not fit stands
 * beside `other` in words.
 */
export const PURPOSES = ['identity', 'contact', 'correction', 'inquiry', 'investigation', 'complaint', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]
