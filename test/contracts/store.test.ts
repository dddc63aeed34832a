import { describe } from 'vitest'
import { type CaseTables, createCaseTables } from '../../shared-types/src/store/case-tables.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { DATABASES, databasesFor } from '../databases.ts'
import { storeContract } from './store.ts'
import { kinds } from './store-fixture.ts'

describe.each(DATABASES)('%s', name => {
  const open = databasesFor(name)
  storeContract(name, async () => {
    const db = await open<CaseTables>()
    await createCaseTables(db)
    await createCaseTables(db)
    return sqlCaseStore(db, kinds)
  })
})
