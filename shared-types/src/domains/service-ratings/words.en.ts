import type { DomainWords } from '../../model/domain.ts'

export const en: DomainWords = {
  label: 'Ratings',
  records: {
    rating: {
      label: 'Rating',
      fields: {
        ratedCase: 'Case',
        ratedService: 'Service',
        satisfaction: 'Rating',
        reason: 'Reason',
        givenOn: 'Given on',
      },
      sections: { rating: 'Rating' },
      states: { open: 'Not rated', given: 'Rated' },
      steps: { give: 'Rate' },
      retention: 'A rating holds nothing personal; how long it is kept is for the schedule of retention of the unit.',
    },
  },
  dictionaries: {
    levels: {
      best: 'Very satisfied',
      good: 'Satisfied',
      fair: 'Fairly satisfied',
      bad: 'Dissatisfied',
      worst: 'Very dissatisfied',
    },
    reasons: {
      slow: 'It took too long',
      manner: 'I was not treated well',
      unclear: 'I was not told everything at once',
      papers: 'The papers asked for were unreasonable',
      repeat: 'I had to come several times',
      place: 'The place or its equipment',
      other: 'Something else',
    },
  },
  templates: {},
  desks: { ratings: 'Ratings', reports: 'Statistics of ratings' },
  reports: {
    byUnit: 'Ratings by unit',
    byService: 'Ratings by service',
    reasons: 'Reasons for dissatisfaction by unit',
    byMonth: 'Ratings by month',
  },
  parameters: { keepYears: 'Years for which ratings are kept' },
}
