const databaseName = 'worker-card';
const storeName = 'things';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(storeName));
    opening.addEventListener('success', () => resolve(opening.result));
    opening.addEventListener('error', () => reject(opening.error ?? new Error('storage refused')));
  });
}

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode, { durability: 'strict' });
      const asked = work(transaction.objectStore(storeName));
      transaction.addEventListener('complete', () => resolve(asked.result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('storage aborted')));
    });
  } finally {
    database.close();
  }
}

/** What this browser keeps for the apps: structured clones, so keys may stay non-extractable. Undefined when absent. */
export async function readStored<T>(key: string): Promise<T | undefined> {
  return (await inStore<T | undefined>('readonly', (store) => store.get(key))) ?? undefined;
}

/** Resolves only when the value is on disk. */
export async function writeStored(key: string, value: unknown): Promise<void> {
  await inStore('readwrite', (store) => store.put(value, key));
}

export async function deleteStored(key: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(key));
}

/** Adds one to a stored counter and answers the new value, in one transaction: two tabs never get the same. */
export async function nextStoredCount(key: string): Promise<number> {
  const database = await open();
  try {
    return await new Promise<number>((resolve, reject) => {
      const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore(storeName);
      let next = 0;
      const asked: IDBRequest<number | undefined> = store.get(key);
      asked.addEventListener('success', () => {
        next = (asked.result ?? 0) + 1;
        store.put(next, key);
      });
      transaction.addEventListener('complete', () => resolve(next));
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('storage aborted')));
    });
  } finally {
    database.close();
  }
}
