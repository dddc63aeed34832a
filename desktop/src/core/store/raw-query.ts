import { type MangoQuery, normalizeMangoQuery, prepareQuery, type RxCollection, type RxDocumentData } from 'rxdb'

/**
 * Plain documents that match, past RxDB's document cache: what is only read to be folded need not be watched. Deleted
 * documents do not match. `index` names one of the collection's indexes.
 */
export async function rawQuery<T>(
  collection: RxCollection<T>,
  {
    where = {},
    sort,
    index,
    limit,
  }: {
    where?: Readonly<Record<string, unknown>>
    sort?: Readonly<Record<string, 'asc' | 'desc'>>
    index?: string[]
    limit?: number
  },
): Promise<RxDocumentData<T>[]> {
  const { storageInstance, schema } = collection
  const query = {
    selector: { ...where, _deleted: { $eq: false } },
    ...(sort && { sort: Object.entries(sort).map(([field, order]) => ({ [field]: order })) }),
    // RxDB puts _deleted before the fields of every index.
    ...(index && { index: ['_deleted', ...index] }),
    ...(limit !== undefined && { limit }),
  } as unknown as MangoQuery<RxDocumentData<T>>
  const normal = normalizeMangoQuery<RxDocumentData<T>>(schema.jsonSchema as never, query)
  const { documents } = await storageInstance.query(prepareQuery<T>(schema.jsonSchema as never, normal as never))
  return documents
}

/** One plain document by its id, undefined when there is none. */
export async function rawGet<T>(collection: RxCollection<T>, id: string): Promise<RxDocumentData<T> | undefined> {
  return (await collection.storageInstance.findDocumentsById([id], false))[0]
}
