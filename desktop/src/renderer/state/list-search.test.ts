import { expect, test } from 'vitest'
import { alert } from '../../../../shared-types/src/domains/supervision/alert.ts'
import { filtersOf, listSearch } from './list-search.ts'

test('what an address asks of a list is asked as the filters of the list ask it, and what is no filter is not', () => {
  const search = listSearch({ rule: 'void-rate', to: '2026-11-22', subject: '11', nothing: 'x' })
  expect(filtersOf(alert, `?${search}`)).toEqual({ rule: ['void-rate'], to: { from: '2026-11-22', to: '2026-11-22' } })
  expect(filtersOf(alert, '?to=')).toEqual({})
})
