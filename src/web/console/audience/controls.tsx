import { Button, Checkbox, Select } from 'antd';
import {
  type ActionProps,
  type NotToggleProps,
  toFlatOptionArray,
  type VersatileSelectorProps,
} from 'react-querybuilder';

// The builder's own theme for antd brings date pickers nothing here needs and leaves its selects without a name.

export function Action({ label, title, disabled, className, ...props }: ActionProps) {
  return (
    <Button
      size="small"
      className={className ?? ''}
      aria-label={title ?? ''}
      disabled={disabled ?? false}
      onClick={(event) => props.handleOnClick(event)}
    >
      {label}
    </Button>
  );
}

export function Selector({ value, options, title, disabled, className, ...props }: VersatileSelectorProps) {
  const choices = toFlatOptionArray(options);
  return (
    <Select
      className={className ?? ''}
      aria-label={title ?? ''}
      disabled={disabled ?? false}
      popupMatchSelectWidth={false}
      value={value}
      onChange={(chosen: unknown) => props.handleOnChange(chosen)}
      options={choices.map((option) => ({ value: option.name, label: option.label }))}
    />
  );
}

export function NotToggle({ checked, label, title, disabled, className, ...props }: NotToggleProps) {
  return (
    <Checkbox
      className={className ?? ''}
      aria-label={title ?? ''}
      checked={checked === true}
      disabled={disabled ?? false}
      onChange={({ target }) => props.handleOnChange(target.checked)}
    >
      {label}
    </Checkbox>
  );
}
