/** The one style sheet of all pages: light, dark and paper. */
export const css = `
:root {
  color-scheme: light dark;
  --ground: #fbfaf7; --card: #ffffff; --ink: #1d2430; --soft: #5d6675; --line: #dcdad2;
  --good: #176a3a; --good-ground: #e2f1e6; --part: #7a5200; --part-ground: #fbefd3;
  --bad: #a3231f; --bad-ground: #fae3e0; --none: #5d6675; --none-ground: #eceae4;
  --link: #1f4f99;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --card: #1b2027; --ink: #e6e8ec; --soft: #a0a8b5; --line: #333a45;
    --good: #7fd6a0; --good-ground: #16301f; --part: #f0c468; --part-ground: #352a10;
    --bad: #ff9a92; --bad-ground: #3a1a19; --none: #a0a8b5; --none-ground: #262c35;
    --link: #8fb8ff;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", sans-serif; background: var(--ground); color: var(--ink); }
body { margin: 0; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
a { color: var(--link); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; }
code, pre, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .88em; }
code { background: var(--none-ground); border-radius: .2rem; padding: .05em .3em; overflow-wrap: anywhere; }
pre { background: var(--none-ground); border-radius: .4rem; padding: .7rem .9rem; margin: .5rem 0;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow-y: auto; }
.soft { color: var(--soft); }
.small { font-size: .85rem; }
.banner { border-left: .3rem solid var(--part); background: var(--part-ground); color: var(--part);
  padding: .6rem .9rem; margin: 1rem 0; border-radius: .2rem; }
.banner.alarm { border-color: var(--bad); background: var(--bad-ground); color: var(--bad); font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .6rem 0 1rem; padding: 0;
  font-size: .85rem; color: var(--soft); }
.facts div { display: flex; gap: .35rem; min-width: 0; }
.facts dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
.score { font-size: 2rem; font-weight: 650; font-variant-numeric: tabular-nums; margin: .6rem 0 .2rem; }
.score span { font-size: 1.1rem; font-weight: 400; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { font-size: .8rem; font-weight: 600; color: var(--soft); background: var(--ground); }
.narrow { width: auto; }
.matrix td { text-align: center; }
.matrix thead th { text-align: center; }
.matrix thead th:first-child { text-align: left; }
.matrix tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 7rem; }
.matrix td a { color: inherit; text-decoration: none; display: block; }
.matrix td a:hover, .matrix td a:focus { text-decoration: underline; }
.matrix tfoot td, .matrix tfoot th { color: var(--soft); border-top: 2px solid var(--line); }
.marks { display: block; font-size: .78rem; letter-spacing: .12em; white-space: nowrap; }
.full { background: var(--good-ground); color: var(--good); }
.part { background: var(--part-ground); color: var(--part); }
.zero { background: var(--bad-ground); color: var(--bad); }
.blank { background: var(--none-ground); color: var(--none); }
.total { font-weight: 650; }
.tests td:nth-child(1) { width: 26%; min-width: 10rem; overflow-wrap: anywhere; }
.tests td:nth-child(2) { white-space: nowrap; width: 9rem; }
.tests td:nth-child(3) { white-space: nowrap; width: 5rem; text-align: right; }
.tag { display: inline-block; border-radius: .25rem; padding: .05rem .45rem; font-size: .85rem; font-weight: 600; }
.why { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.detail { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0 0; font-size: .88rem; }
.detail dt { color: var(--soft); }
.detail dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.bar { display: block; width: 100%; max-width: 24rem; height: .5rem; }
.bar .track { fill: var(--none-ground); }
.bar .fill { fill: var(--good); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem; }
.charts figure { margin: 0; min-width: 0; background: var(--card); border: 1px solid var(--line); padding: .5rem .7rem; }
.charts svg { max-width: 100%; }
.plot { overflow-x: auto; }
.plot .gtitle, .plot .xtitle, .plot .ytitle, .plot .legendtext, .plot .cbtitle text,
.plot .xtick text, .plot .ytick text, .plot .cbaxis text { fill: var(--ink) !important; }
.pair { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; }
.pair h2 { min-width: 0; }
.pair p { white-space: nowrap; font-weight: 600; }
ul.notices { margin: .3rem 0 .8rem; padding-left: 1.2rem; }
ul.notices li { margin: .15rem 0; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }
@media (max-width: 40rem) {
  .detail { grid-template-columns: 1fr; }
  .tests td:nth-child(1) { min-width: 7rem; }
}
@media print {
  :root { --ground: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #999; }
  html { font-size: 11px; }
  main { max-width: none; padding: 0; }
  pre { max-height: none; }
  .scroll { overflow: visible; }
  section, tr, figure { break-inside: avoid; }
  h2 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
`;
