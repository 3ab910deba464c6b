/** Countries with what belongs to each alone, as generated texts speak of them. */
export interface Country {
  readonly country: string;
  readonly capital: string;
  readonly language: string;
  readonly currency: string;
}

const table = `
  france paris french francs
  japan tokyo japanese yen
  norway oslo norwegian kroner
  egypt cairo arabic piastres
  kenya nairobi swahili shillings
  peru lima spanish soles
  vietnam hanoi vietnamese dong
  thailand bangkok thai baht
  india delhi hindi rupees
  russia moscow russian roubles
  china beijing chinese yuan
  poland warsaw polish zloty
  hungary budapest hungarian forints
  turkey ankara turkish lira
  brazil brasilia portuguese reais
  korea seoul korean won
  iran tehran persian rials
  bulgaria sofia bulgarian leva
  romania bucharest romanian lei
  ukraine kyiv ukrainian hryvnias`;

/** No word stands for two of them, so that any tells the country. (Until 2002 France paid in francs.) */
export const countries: readonly Country[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [country = '', capital = '', language = '', currency = ''] = line.trim().split(' ');
    return { country, capital, language, currency };
  });
