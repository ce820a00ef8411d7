/** What is used of Babel, which jiti brings without types. */
interface Babel {
  readonly types: {
    readonly arrayExpression: (elements: readonly unknown[]) => unknown;
    readonly stringLiteral: (text: string) => unknown;
  };
  readonly template: {
    readonly expression: (
      code: string,
    ) => (parts: Readonly<Record<string, unknown>>) => { readonly body: ClassBody };
  };
}

interface ClassBody {
  readonly body: Member[];
}

interface Member {
  readonly type: string;
  readonly static?: boolean;
  readonly computed?: boolean;
  readonly key?: { readonly type: string; readonly name?: string };
  readonly value?: unknown;
  decorators?: readonly { readonly expression: unknown }[] | null;
  declare?: boolean;
}

interface Visited {
  readonly node: ClassBody;
}

interface BabelPlugin {
  readonly visitor: {
    readonly Program: (program: {
      readonly traverse: (visitor: { readonly ClassBody: (visited: Visited) => void }) => void;
    }) => void;
  };
}

/** As TypeScript decorates what has no descriptor: the last decorator first, on the prototype. */
const decoration = `class { static {
  const made = DECORATORS.reduceRight(
    (found, decorate) => decorate(this.prototype, KEY, found) || found, undefined);
  if (made) Object.defineProperty(this.prototype, KEY, made);
} }`;

/**
 * A plugin for Babel that decorates fields as TypeScript does with `experimentalDecorators`. Babel's own way needs class
 * fields to be compiled, too, which jiti leaves to Node: classes with a decorated field could not be loaded or made.
 *
 * @param definesFields false leaves out fields that nothing is assigned to: they would hide what decorators put on the
 * prototype
 */
export function decoratedFields(definesFields: boolean): (babel: Babel) => BabelPlugin {
  return ({ types, template }) => {
    const decorate = template.expression(decoration);
    const decorateAll = ({ node: { body } }: Visited): void => {
      const added: Member[] = [];
      for (const field of body) {
        const { decorators, key } = field;
        if (!isField(field) || key === undefined || decorators?.length === undefined) continue;
        const DECORATORS = types.arrayExpression(decorators.map(({ expression }) => expression));
        const KEY = key.name === undefined ? key : types.stringLiteral(key.name);
        added.push(...decorate({ DECORATORS, KEY }).body.body);
        field.decorators = null;
        if (!definesFields && (field.value ?? null) === null) field.declare = true;
      }
      body.push(...added);
    };
    // Before any class is compiled.
    return { visitor: { Program: (program) => program.traverse({ ClassBody: decorateAll }) } };
  };
}

/** Of an instance, and with a name that is known: the others are decorated as they are. */
function isField({ type, static: isStatic, computed }: Member): boolean {
  return type === "ClassProperty" && isStatic !== true && computed !== true;
}
