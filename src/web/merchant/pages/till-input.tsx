import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Notice, Skeleton } from '../../shared/ui/states.js';
import { listItems } from '../api/pos.js';
import styles from '../app.module.css';
import { type Basket, goodsOf } from '../sale.js';

const ITEMS_STALE_MS = 300_000;

const Scanner = lazy(() => import('./scanner.js'));

/** Three ways in: camera, scanner, pasted digits. The camera and its decoder load only when asked for. */
export function ScanStep({ scanned }: { readonly scanned: (code: string) => void }) {
  const { t } = useTranslation();
  const [camera, setCamera] = useState(false);
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim()) scanned(text);
  };
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('till.title')}</h2>
      {camera ? (
        <Suspense fallback={<Skeleton heights={[260]} />}>
          <Scanner heard={scanned} />
        </Suspense>
      ) : null}
      <Button look={camera ? 'plain' : 'primary'} block onClick={() => setCamera(!camera)}>
        {t(camera ? 'till.closeCamera' : 'till.openCamera')}
      </Button>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={t('till.paste')}
          inputMode="numeric"
          autoComplete="off"
          hint={<p className={styles.muted}>{t('till.shortHint')}</p>}
          maxLength={600}
          value={text}
          onChange={(event) => setText(event.target.value.trim())}
        />
        <Button type="submit" block disabled={text === ''}>
          {t('till.next')}
        </Button>
      </form>
    </Panel>
  );
}

interface AmountStepProps {
  readonly initial: Basket;
  readonly busy: boolean;
  readonly error: unknown;
  readonly next: (basket: Basket, goods: Exclude<ReturnType<typeof goodsOf>, string>) => void;
  readonly services: () => void;
  readonly back: () => void;
}

const digits = (text: string): string => text.replaceAll('。', '.').replaceAll(/[^\d.]/g, '');

/** What the customer would pay without the card, and which goods of it have a price of their own; or a service, which has none. */
export function AmountStep({ initial, busy, error, next, services, back }: AmountStepProps) {
  const { t } = useTranslation();
  const [basket, setBasket] = useState(initial);
  const [wrong, setWrong] = useState<'amount' | 'items' | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const goods = goodsOf(basket);
    setWrong(typeof goods === 'string' ? goods : null);
    if (typeof goods !== 'string') next(basket, goods);
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          ref={focusOnce}
          className={styles.amountInput}
          label={t('till.amount')}
          inputMode="decimal"
          autoComplete="off"
          maxLength={11}
          placeholder="0.00"
          value={basket.amountText}
          onChange={(event) => setBasket({ ...basket, amountText: digits(event.target.value) })}
          error={wrong === 'amount' ? t('till.amountWrong') : null}
        />
        <ItemChips items={basket.items} change={(items) => setBasket({ ...basket, items })} wrong={wrong === 'items'} />
        <ErrorNotice error={error} />
        <Button look="primary" type="submit" block busy={busy}>
          {t('till.see')}
        </Button>
        <Button block disabled={busy} onClick={services}>
          {t('till.services')}
        </Button>
        <Button look="quiet" block onClick={back}>
          {t('till.again')}
        </Button>
      </form>
    </Panel>
  );
}

const focusOnce = (input: HTMLInputElement | null): void => input?.focus();

interface ItemChipsProps {
  readonly items: Basket['items'];
  readonly change: (items: Basket['items']) => void;
  readonly wrong: boolean;
}

/** Goods of this store with a price of their own: a tap says that one is in the basket; its own price is typed only if there is more. */
function ItemChips({ items, change, wrong }: ItemChipsProps) {
  const { t } = useTranslation();
  const known = useQuery({ queryKey: ['items'], queryFn: listItems, staleTime: ITEMS_STALE_MS });
  if (!known.data || known.data.length === 0) return null;
  const toggle = (item: string): void => {
    const { [item]: chosen, ...others } = items;
    change(chosen === undefined ? { ...items, [item]: '' } : others);
  };
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.muted}>{t('till.items')}</legend>
      <div className={styles.chipRow}>
        {known.data.map(({ item, priceFen }) => (
          <button
            key={item}
            type="button"
            className={styles.chip}
            aria-pressed={item in items}
            onClick={() => toggle(item)}
          >
            {t('till.item', { item, price: priceFen / 100 })}
          </button>
        ))}
      </div>
      {Object.entries(items).map(([item, text]) => (
        <Field
          key={item}
          label={t('till.itemPrice', { item })}
          inputMode="decimal"
          autoComplete="off"
          maxLength={11}
          placeholder={t('till.itemWhole')}
          value={text}
          onChange={(event) => change({ ...items, [item]: digits(event.target.value) })}
        />
      ))}
      {wrong ? <Notice tone="danger">{t('till.itemsWrong')}</Notice> : null}
    </fieldset>
  );
}
