const key = 'worker-proved-phone';

/** The number signed in with, for the form to join: the server keeps it nowhere readable until it is somebody's. */
export function rememberPhone(phone: string): void {
  sessionStorage.setItem(key, phone);
}

export function provedPhone(): string {
  return sessionStorage.getItem(key) ?? '';
}
