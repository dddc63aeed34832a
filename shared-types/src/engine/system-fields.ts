/** Names that stand where a field's may, in lists, lookups, sources and the groups of reports, besides the record's own. */
export const SYSTEM_FIELDS: readonly string[] = ['$unit', '$state', '$creator', '$id', 'month', 'day']
