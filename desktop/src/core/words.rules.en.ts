/** What the core says about the centre's rules: what each looks for, with its figures, and why one cannot be set. */
export const rulesEn = {
  'rule.venue-footfall':
    'On {windowDays} days in a row the scans of a venue lay below its minimum, or above its maximum.',
  'rule.unknown-venue': 'Scans of a venue that is not registered, on the first day of such scans.',
  'rule.permit-volume':
    'A station accepted more than the median of its last {history} working days by {k} times their spread, and by at least {minExcess}; with fewer than {minHistory} working days nothing is said.',
  'rule.off-hours': 'Applications were accepted on no working day, or outside the hours of the station.',
  'rule.turnaround':
    '{maxWorkingDays} working days after its acceptance an application is neither issued nor rejected.',
  'rule.terminal-mismatch':
    'A print came from a terminal that differs from the registered ones in device, IP, MAC or unit.',
  'rule.void-rate':
    'In {windowDays} days the share of void cards is more than {factor} times that of the {referenceDays} days before, and chance brings it with less than {alpha}; fewer than {minCases} cards in either say nothing.',
  'rule.rejection-rate':
    'In {windowDays} days the share of rejections is more than {factor} times that of the {referenceDays} days before, and chance brings it with less than {alpha}; fewer than {minCases} decisions in either say nothing.',
  'rule.multi-place': 'Somebody applied at {minPlaces} stations or more within {windowDays} days.',
  'rule.shared-address':
    'People who applied from one address within {windowDays} days are {minHolders}, and again whenever they have doubled.',
  'rule.resident-date-changed': 'The date of a resident registration was changed, or the registration is gone.',
  'rule.employment-date-changed': 'The date of an employment registration was changed, or the registration is gone.',
  'rule.card-balance': 'The blank cards of a day do not come out with what was received, printed, spoilt and left.',
  'rule.print-without-application': 'A permit was printed without an application that was approved.',
  'rule.number-gap': 'Numbers are missing between those that were given, and nobody says where they went.',
  'ruleParameter.windowDays': 'Days counted',
  'ruleParameter.history': 'Working days before',
  'ruleParameter.minHistory': 'At least working days',
  'ruleParameter.k': 'Times the spread',
  'ruleParameter.minExcess': 'At least more by',
  'ruleParameter.maxWorkingDays': 'Working days allowed',
  'ruleParameter.referenceDays': 'Days before',
  'ruleParameter.minCases': 'At least cases',
  'ruleParameter.factor': 'Times',
  'ruleParameter.alpha': 'Chance below',
  'ruleParameter.minPlaces': 'Stations',
  'ruleParameter.minHolders': 'People at first',
  'rules.forbidden':
    'Rules are set by supervisors within their units and by administrators of the whole; this is not yours to set.',
  'rules.range': '“{label}” must lie between {min} and {max}.',
  'rules.rangeWhole': '“{label}” must be a whole number between {min} and {max}.',
  'rules.past': 'The first day must not lie before today: what is over stays judged as it was.',
  'rules.unit': 'This rule is the same everywhere; a unit cannot have values of its own.',
  'rules.begun': 'This change holds already or was withdrawn; it cannot be withdrawn any more.',
  'rules.order': 'The last day must not lie before the first.',
  'rules.longExemption': 'An exemption holds three years at most; after that it can be set again.',
  'rules.over': 'This exemption is over.',
  'rules.running': 'Your last rehearsal has not ended: wait for it, or cancel it.',
  'rules.room': 'Others are rehearsing; try again in a few minutes.',
  'rules.future': 'A rehearsal ends with yesterday at the latest: today is not over.',
  'rules.longPeriod': 'A rehearsal covers a year at most.',
  'rules.unfinished': 'The rehearsal did not end; it cannot be switched on.',
  'rules.runsToday': 'Only days that are over can be judged, up to yesterday; today is judged tonight.',
  'rules.runsLong': 'Look at or judge 366 days at most at a time.',
  'rules.noCalendar':
    'There is no holiday calendar for {year}. An administrator enters its holidays and working weekends in the settings (calendar); then judge again.',
  'rules.fault':
    'Judging failed ({error}). The next run tries again, and so can you now; where it fails again, tell those who maintain the system what stands in brackets.',
  'rules.missing': 'There is no such thing; look again.',
} as const
