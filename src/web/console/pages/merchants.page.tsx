import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewMerchant } from '../../../modules/merchants/merchants.schemas.js';
import { useQueryParams } from '../../shared/router.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { addMerchant, getMerchant, listMerchants, type MerchantView } from '../api/merchants.js';
import styles from '../console.module.css';
import { merchantCategories } from '../codes.js';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';
import { NewStoreModal, StorePanel } from './merchant-stores.js';

function NewMerchantModal({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewMerchant>();
  const added = useAction(addMerchant, { said: t('merchants.added'), done: close });
  return (
    <Modal open title={t('merchants.new')} onCancel={close} onOk={form.submit} confirmLoading={added.isPending}>
      <Form form={form} layout="vertical" onFinish={({ name, category }) => added.mutate({ name, category })}>
        <Form.Item name="name" label={t('merchants.name')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="category" label={t('merchants.category')} rules={[{ required: true }]}>
          <Select options={merchantCategories.map((one) => ({ value: one, label: t(`merchantCategory.${one}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function MerchantDrawer({ id, close }: { readonly id: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const merchant = useQuery({ queryKey: ['merchant', id], queryFn: ({ signal }) => getMerchant(id, signal) });
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('merchants.write');
  return (
    <Drawer
      open
      title={merchant.data?.name ?? t('nav.merchants')}
      onClose={close}
      size="large"
      extra={mayWrite ? <Button onClick={() => setAdding(true)}>{t('merchants.newStore')}</Button> : null}
    >
      <Loaded of={merchant}>
        {(data) => (
          <div className={styles.page}>
            {data.stores.length === 0 ? <EmptyState title={t('merchants.noStore')} /> : null}
            {data.stores.map((store) => (
              <StorePanel key={store.id} store={store} />
            ))}
          </div>
        )}
      </Loaded>
      {adding ? <NewStoreModal merchantId={id} close={() => setAdding(false)} /> : null}
    </Drawer>
  );
}

/** Partner merchants, their stores and tills. */
export default function MerchantsPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('merchants.write');
  const q = query.get('q') ?? '';
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.merchants')}</h1>
        <div className={styles.filters}>
          <Input.Search
            allowClear
            defaultValue={q}
            aria-label={t('merchants.search')}
            placeholder={t('merchants.search')}
            onSearch={(text) => change({ q: text.trim() })}
          />
          {mayWrite ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('merchants.new')}
            </Button>
          ) : null}
        </div>
      </div>
      <section className={styles.panel}>
        <PagedTable<MerchantView>
          queryKey={['merchants', q]}
          load={(cursor, signal) => listMerchants(q, cursor, signal)}
          rowKey={(one) => one.id}
          empty={t('merchants.empty')}
          open={(one) => setOpened(one.id)}
          columns={[
            {
              title: t('merchants.name'),
              render: (_, one) => (
                <Button type="link" size="small" onClick={() => setOpened(one.id)}>
                  {one.name}
                </Button>
              ),
            },
            { title: t('merchants.category'), dataIndex: 'categoryName' },
            { title: t('merchants.stores'), align: 'right', dataIndex: 'storeCount' },
            { title: t('merchants.state'), render: (_, one) => <StateTag state={one.state} /> },
          ]}
        />
      </section>
      {opened ? <MerchantDrawer id={opened} close={() => setOpened(null)} /> : null}
      {adding ? <NewMerchantModal close={() => setAdding(false)} /> : null}
    </div>
  );
}
