import styles from './wizard.module.css';

const MARKS: Readonly<Record<string, string>> = {
  AMOUNT_OFF: '减',
  PERCENT_OFF: '折',
  FIXED_PRICE: '价',
  VOUCHER_PACK: '领',
  GRANTED_VOUCHER: '券',
  GRANT: '金',
  SERVICE: '次',
};

const TICKET =
  'M6 12h52a4 4 0 0 1 4 4v6a6 6 0 0 0 0 12v6a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4v-6a6 6 0 0 0 0-12v-6a4 4 0 0 1 4-4z';
const TAG = 'M8 8h28l24 20-24 20H8a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4z';
const PURSE = 'M8 16a6 6 0 0 1 6-6h36a6 6 0 0 1 6 6v24a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6z';
const SHAPES: Readonly<Record<string, string>> = {
  VOUCHER_PACK: TICKET,
  GRANTED_VOUCHER: TICKET,
  GRANT: PURSE,
  SERVICE: PURSE,
};

/** A ticket, a price tag or a purse with the one word that tells it from the others. */
export function MechanismPicture({ type }: { readonly type: string }) {
  return (
    <svg className={styles.picture} viewBox="0 0 64 56" aria-hidden>
      {type === 'VOUCHER_PACK' ? (
        <path d={TICKET} transform="translate(3 -6) scale(0.95)" className={styles.pictureBack} />
      ) : null}
      <path d={SHAPES[type] ?? TAG} className={styles.pictureShape} />
      <text x="30" y="36" textAnchor="middle">
        {MARKS[type]}
      </text>
    </svg>
  );
}
