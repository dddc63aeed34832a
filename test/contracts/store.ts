import { describe, expect, test } from 'vitest'
import type { Address } from '../../shared-types/src/model/field.ts'
import type { CaseStore, Sort } from '../../shared-types/src/store/case-store.ts'
import { keyValue } from '../../shared-types/src/store/key-value.ts'
import { caseOf, note, parcel, scope } from './store-fixture.ts'

const ids = (cases: readonly { id: string }[]) => cases.map(c => c.id)

/** What every `CaseStore` must do, whatever it is made of. `open` gives a new, empty one. */
export function storeContract(name: string, open: () => Promise<CaseStore>): void {
  describe(`case store: ${name}`, () => {
    test('gives back exactly what was put, rare characters and quotes included', async () => {
      const store = await open()
      const c = caseOf('c1', {
        name: "𠮷田㛃\"'\\ O'Neil\n\t%_",
        weight: 0.1,
        fragile: false,
        place: { area: '330106', street: '文三路' },
        papers: ['a'.repeat(64)],
        rows: [{ what: '箱' }],
      })
      await store.put([c])
      expect((await store.get(['c1', 'none'])).get('c1')).toEqual(c)
      expect((await store.get(['none'])).size).toBe(0)
    })

    test('replaces a case with all its keys', async () => {
      const store = await open()
      await store.put([caseOf('c1', { code: 'A' })])
      await store.put([
        caseOf('c1', { code: 'C' }),
        caseOf('c1', { code: 'B', name: 'n' }, { version: 2, state: 'gone' }),
      ])
      expect(await store.byKeys(parcel, { code: 'A' })).toEqual([])
      expect(await store.byKeys(parcel, { code: 'C' })).toEqual([])
      expect(await store.byKeys(parcel, { code: 'B' })).toEqual([
        caseOf('c1', { code: 'B', name: 'n' }, { version: 2, state: 'gone' }),
      ])
      expect(await store.count(parcel, { scope })).toBe(1)
    })

    test('finds by several keys at once, by the id, and only within the type', async () => {
      const store = await open()
      await store.put([
        caseOf('a', { code: 'X', size: 'small' }),
        caseOf('b', { code: 'X', size: 'large' }),
        caseOf('n', { name: 'X' }, { type: 'post.note' }),
      ])
      expect(ids(await store.byKeys(parcel, { code: 'X' }))).toEqual(['a', 'b'])
      expect(ids(await store.byKeys(parcel, { code: 'X', size: 'large' }))).toEqual(['b'])
      expect(ids(await store.byKeys(parcel, { $id: 'a' }))).toEqual(['a'])
      expect(ids(await store.byKeys(parcel, { $id: 'n' }))).toEqual([])
      await expect(store.byKeys(parcel, { name: 'X' })).rejects.toThrow('no key')
      await expect(store.byKeys(parcel, {})).rejects.toThrow()
    })

    test('an address is found by its door, however it was written; one without a house by nothing', async () => {
      const store = await open()
      const place = { area: '330106', street: '文三路', building: '3幢', room: '501室' }
      await store.put([
        caseOf('a', { place }),
        caseOf('b', { place: { ...place, building: '3栋', room: '５０１' } }),
        caseOf('c', { place: { ...place, room: '502' } }),
        caseOf('d', { place: { area: '330106', street: '文三路' } }),
      ])
      const found = (address: Address) => store.byKeys(parcel, { place: keyValue(address) ?? '' })
      expect(ids(await found(place))).toEqual(['a', 'b'])
      expect(keyValue({ area: '330106', street: '文三路' })).toBe(undefined)
      expect(await store.byKeys(parcel, { place: '' })).toEqual([])
    })

    test('keys longer than an index takes are still told apart', async () => {
      const store = await open()
      const long = '长'.repeat(3000)
      await store.put([caseOf('a', { code: `${long}1` }), caseOf('b', { code: `${long}2` })])
      expect(ids(await store.byKeys(parcel, { code: `${long}2` }))).toEqual(['b'])
      const where = { field: 'code', is: 'equal', to: `${long}1` } as const
      expect(ids(await store.find(parcel, { scope, where }))).toEqual(['a'])
    })

    test('removes and clears', async () => {
      const store = await open()
      await store.put([caseOf('a', { code: 'X' }), caseOf('b', { code: 'X' }), caseOf('c')])
      await store.remove(['a', 'none'])
      expect(ids(await store.byKeys(parcel, { code: 'X' }))).toEqual(['b'])
      await store.clear()
      expect(await store.count(parcel, { scope })).toBe(0)
      expect(await store.byKeys(parcel, { code: 'X' })).toEqual([])
    })

    test('a transaction that throws leaves nothing, also what an inner one did', async () => {
      const store = await open()
      await store.put([caseOf('a', { code: 'X' })])
      const failing = store.transaction(async outer => {
        await outer.put([caseOf('b')])
        await outer.transaction(async inner => inner.remove(['a']))
        expect((await outer.get(['a'])).size).toBe(0)
        throw new Error('stop')
      })
      await expect(failing).rejects.toThrow('stop')
      expect([...(await store.get(['a', 'b'])).keys()]).toEqual(['a'])
      expect(ids(await store.byKeys(parcel, { code: 'X' }))).toEqual(['a'])
    })

    test('takes a thousand cases at once and answers for any number of ids', async () => {
      const store = await open()
      const many = Array.from({ length: 1203 }, (_, i) => caseOf(`c${i}`, { code: `${i % 7}`, size: 'small' }))
      await store.put(many)
      expect(await store.count(parcel, { scope })).toBe(1203)
      expect((await store.get(many.map(c => c.id))).size).toBe(1203)
      const among = Array.from({ length: 70_000 }, (_, i) => `c${i * 2}`)
      expect(await store.count(parcel, { scope, among })).toBe(602)
      expect(await store.count(parcel, { scope, among: [] })).toBe(0)
    })

    test('lists the newest first and pages without repeating or missing any', async () => {
      const store = await open()
      const days = ['2026-01-03', undefined, '2026-01-01', '2026-01-03', '2026-01-02', undefined]
      await store.put(
        days.map((sent, i) => caseOf(`c${i}`, { sent, weight: (i * 7) % 4, name: i % 2 ? '张' : undefined })),
      )
      expect(ids(await store.find(parcel, { scope }))).toEqual(['c3', 'c0', 'c4', 'c2', 'c5', 'c1'])
      for (const by of ['$newest', '$updated', '$id', 'weight', 'name', 'sent', '$state', 'fragile'])
        for (const descending of [true, false]) await expectPages(store, { by, descending })
    })

    test('sorts text by code points and empty values first', async () => {
      const store = await open()
      const names = ['a', 'B', '𠮷', '﹏', '张', 'é', '', 'Z', '2', '10']
      await store.put(names.map((text, i) => caseOf(`c${i}`, { name: text })))
      const sorted = await store.find(parcel, { scope, sort: { by: 'name' } })
      expect(sorted.map(c => c.data.name)).toEqual(['', '10', '2', 'B', 'Z', 'a', 'é', '张', '﹏', '𠮷'])
      await store.put([caseOf('x', { weight: 10 }), caseOf('y', { weight: 9 }), caseOf('z', { weight: -1 })])
      const heavy = await store.find(parcel, { scope, sort: { by: 'weight', descending: true }, limit: 3 })
      expect(heavy.map(c => c.data.weight)).toEqual([10, 9, -1])
    })

    test('a record type without a newest field goes by the last change', async () => {
      const store = await open()
      const at = (id: string, updatedAt: string) => caseOf(id, {}, { type: 'post.note', updatedAt })
      await store.put([at('a', '2026-01-02T00:00:00.000Z'), at('b', '2026-01-03T00:00:00.000Z')])
      expect(ids(await store.find(note, { scope }))).toEqual(['b', 'a'])
    })

    test('counts and adds up by groups', async () => {
      const store = await open()
      await store.put([
        caseOf('a', { size: 'small', sent: '2026-01-05', weight: 0.1, fragile: true }),
        caseOf('b', { size: 'small', sent: '2026-01-31', weight: 0.2 }, { unit: 'south' }),
        caseOf('c', { size: 'large', sent: '2026-02-01', weight: 3, fragile: false }),
        caseOf('d', { sent: '2026-02-02' }, { state: 'gone' }),
        caseOf('e', { size: 'large', weight: 9 }),
      ])
      const period = { field: 'sent', from: '2026-01-05', to: '2026-02-01' }
      expect(await store.groups(parcel, { scope, period, by: ['size', 'month'], sum: ['weight'] })).toEqual([
        { by: { size: 'large', month: '2026-02' }, count: 1, sums: { weight: 3 } },
        { by: { size: 'small', month: '2026-01' }, count: 2, sums: { weight: 0.3 } },
      ])
      expect(await store.groups(parcel, { scope, by: ['size'], sum: ['weight'] })).toEqual([
        { by: { size: undefined }, count: 1, sums: { weight: 0 } },
        { by: { size: 'large' }, count: 2, sums: { weight: 12 } },
        { by: { size: 'small' }, count: 2, sums: { weight: 0.3 } },
      ])
      expect(await store.groups(parcel, { scope, by: ['$unit', '$state'] })).toEqual([
        { by: { $unit: 'north', $state: 'draft' }, count: 3, sums: {} },
        { by: { $unit: 'north', $state: 'gone' }, count: 1, sums: {} },
        { by: { $unit: 'south', $state: 'draft' }, count: 1, sums: {} },
      ])
      const where = { field: 'fragile', is: 'equal', to: true } as const
      expect(
        await store.groups(parcel, { scope, where, period: { field: 'sent' }, by: ['day', 'fragile', 'weight'] }),
      ).toEqual([{ by: { day: '2026-01-05', fragile: true, weight: 0.1 }, count: 1, sums: {} }])
      expect(await store.groups(parcel, { scope, by: [] })).toEqual([{ by: {}, count: 5, sums: {} }])
    })

    test('refuses what it could only answer wrongly', async () => {
      const store = await open()
      const ask = (where: Parameters<CaseStore['find']>[1]['where']) => store.find(parcel, { scope, where })
      await expect(ask({ some: 'others' })).rejects.toThrow('only memory')
      await expect(ask({ entitled: 'half' })).rejects.toThrow('only memory')
      await expect(ask({ field: 'name', is: 'equal', to: { field: 'code' } })).rejects.toThrow('only memory')
      await expect(ask({ field: 'name', is: 'less', to: 'm' })).rejects.toThrow('no order')
      await expect(ask({ field: 'nothing', is: 'empty' })).rejects.toThrow('no field')
      await expect(ask({ field: 'papers', is: 'equal', to: 'x' })).rejects.toThrow('only be asked')
      await expect(store.find(parcel, { scope, sort: { by: 'papers' } })).rejects.toThrow('no order')
      await expect(store.find(parcel, { scope, sort: { by: "x' or 1=1" } })).rejects.toThrow('no field')
      await expect(store.groups(parcel, { scope, by: ['place'] })).rejects.toThrow('groups')
      await expect(store.groups(parcel, { scope, by: ['month'] })).rejects.toThrow('period')
      await expect(store.groups(parcel, { scope, by: [], sum: ['name'] })).rejects.toThrow('sum')
    })
  })

  async function expectPages(store: CaseStore, sort: Sort): Promise<void> {
    const all = ids(await store.find(parcel, { scope, sort }))
    const paged: string[] = []
    let page = await store.find(parcel, { scope, sort, limit: 2 })
    while (page.length) {
      paged.push(...ids(page))
      page = await store.find(parcel, { scope, sort, limit: 2, after: page.at(-1) })
    }
    expect(paged, JSON.stringify(sort)).toEqual(all)
    const skipped = await store.find(parcel, { scope, sort, limit: 2, offset: 3 })
    expect(ids(skipped)).toEqual(all.slice(3, 5))
  }
}
