import { refusalOf } from '../shared/http.js';
import { session } from './session.js';

/** Fetches a file as the officer signed in, and gives it to the browser to keep. */
export async function download(path: string, fileName: string): Promise<void> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${await session.token()}` } });
  if (!response.ok) {
    throw refusalOf({ status: response.status, headers: response.headers, text: await response.text() });
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
