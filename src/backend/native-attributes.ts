/** The attributes of TensorFlow's operations, and the form in which the binding takes them. */

/** What an attribute of an operation may be. */
type AttributeValue = number | boolean | string | readonly number[];

/** An attribute as the binding takes it; `type` is one of TensorFlow's `TF_ATTR_*`. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: AttributeValue;
}

/** The constants of the binding that attributes are made of. */
export interface BindingConstants {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
}

/** The types that attributes name. */
export type NativeType = 'float32' | 'int32' | 'int64' | 'bool';

/** Attributes by kind, for `nativeOp`. */
export interface NativeAttributes {
  readonly types?: Readonly<Record<string, NativeType>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, number | readonly number[]>>;
  readonly bools?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
}

/** The attributes in the form of the binding. */
export function encodeAttributes(
  binding: BindingConstants,
  { types = {}, floats = {}, ints = {}, bools = {}, strings = {} }: NativeAttributes,
): NativeAttribute[] {
  const codes: Record<NativeType, number> = {
    float32: binding.TF_FLOAT,
    int32: binding.TF_INT32,
    int64: binding.TF_INT64,
    bool: binding.TF_BOOL,
  };
  const all = (values: Readonly<Record<string, AttributeValue>>, type: number): NativeAttribute[] =>
    Object.entries(values).map(([name, value]) => ({ name, type, value }));
  return [
    ...Object.entries(types).map(([name, type]) => ({
      name,
      type: binding.TF_ATTR_TYPE,
      value: codes[type],
    })),
    ...all(floats, binding.TF_ATTR_FLOAT),
    ...all(ints, binding.TF_ATTR_INT),
    ...all(bools, binding.TF_ATTR_BOOL),
    ...all(strings, binding.TF_ATTR_STRING),
  ];
}
