import {
  addRxPlugin,
  createRxDatabase,
  defaultConflictHandler,
  type RxCollection,
  type RxDatabase,
  type RxReplicationHandler,
  type RxStorage,
  randomToken,
  rxStorageInstanceToReplicationHandler,
} from 'rxdb'
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode'
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { wrappedValidateAjvStorage } from 'rxdb/plugins/validate-ajv'
import { describe, expect, test } from 'vitest'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { temporaryFolder } from './rx-storage.fixture.ts'
import { loadTestUtils } from './rx-storage.test-utils.ts'

type AnyStorage = RxStorage<unknown, never>
type Human = { passportId: string }

// RxDB's suites are written for mocha, whose describe and it are global.
Object.assign(globalThis, { describe, it: test })
addRxPlugin(RxDBLocalDocumentsPlugin)
// The suite opens databases twice, which RxDB allows in dev mode only; dev mode also checks and freezes everything.
disableWarnings()
addRxPlugin(RxDBDevModePlugin)
const { runPerformanceTests, runReplicationBaseTestSuite, schemas, setConfig } = await loadTestUtils()
const dir = temporaryFolder()
const ours = betterSqliteStorage({ dir, synchronous: 'NORMAL' }) as unknown as AnyStorage

/** The suite opens some databases as if other tabs might; ours is for one process and says so, hence this. */
const oneProcess: AnyStorage = checked({
  ...ours,
  createStorageInstance: params => ours.createStorageInstance({ ...params, multiInstance: false }),
})
function checked(storage: AnyStorage): AnyStorage {
  return wrappedValidateAjvStorage({ storage }) as AnyStorage
}

setConfig({
  storage: {
    name: ours.name,
    getStorage: () => oneProcess,
    getPerformanceStorage: () => ({ storage: ours, description: ours.name }),
    hasPersistence: true,
    hasMultiInstance: false,
    hasAttachments: false,
    hasReplication: true,
  },
})

describe.each([
  ['the memory storage', checked(getRxStorageMemory() as unknown as AnyStorage)],
  ['our own storage', checked(ours)],
])('windows on our storage against a server on %s', (_, serverStorage) => {
  let server: { db: RxDatabase; humans: RxCollection<Human>; handler: RxReplicationHandler<Human, unknown> } | undefined

  const options = (collection: RxCollection<Human>) => ({
    collection,
    replicationIdentifier: `server-${server!.db.name}`,
    waitForLeadership: false,
    pull: {
      handler: async (checkpoint: unknown, size: number) => server!.handler.masterChangesSince(checkpoint, size),
      stream$: server!.handler.masterChangeStream$,
    },
    push: { handler: async (rows: unknown[]) => server!.handler.masterWrite(rows as never) },
  })

  runReplicationBaseTestSuite({
    startReplication: collection => replicateRxCollection(options(collection) as never),
    syncOnce: async collection => {
      const state = replicateRxCollection({ ...options(collection), live: false } as never)
      await state.awaitInitialReplication()
      await state.cancel()
    },
    getAllServerDocs: async () => (await server!.handler.masterChangesSince(undefined, 10_000)).documents,
    cleanUpServer: async () => {
      await server?.db.remove()
      const db = await createRxDatabase({
        name: `server${randomToken(8)}`,
        storage: serverStorage,
        multiInstance: false,
      })
      const { humans } = (await db.addCollections({ humans: { schema: schemas.human } })) as { humans: RxCollection }
      server = {
        db,
        humans,
        handler: rxStorageInstanceToReplicationHandler(humans.storageInstance, defaultConflictHandler, db.token),
      }
    },
    softDeletes: true,
    isDeleted: doc => doc._deleted,
    getPrimaryOfServerDoc: doc => doc.passportId,
  })
})

test("RxDB's performance suite, which checks its answers as it goes, runs through", async () => {
  const config = { runs: 2, docsAmount: 600, serialDocsAmount: 10, waitBetweenTests: 0, log: false }
  expect(await runPerformanceTests(checked(ours), ours.name, config)).toMatchObject({ docsAmount: 600 })
})
