/** The database has not answered in time. What was asked of it may still come to pass. */
export class DatabaseSilentError extends Error {
  constructor(waitedMs: number) {
    super(`the database has not answered for ${waitedMs} ms`);
  }
}

/** Waits so long for work on the database and no longer; a server that stands still closes no connection. @throws DatabaseSilentError */
export async function withinPatience<T>(patienceMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseSilentError(patienceMs)), patienceMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
