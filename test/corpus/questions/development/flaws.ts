// Pages on which something came out wrong, to the eye: a form in the dark, a phone's screen in German.
import { pageStyle } from '../../parts.ts';
import type { Layout } from '../../scene.ts';

/** A dark page whose fields, icons and one message kept the colours of the light one. */
export const darkForm: Layout = {
  name: 'dark-form',
  html(scene) {
    const { ui } = scene.look;
    const field = (name: string, value: string, ink: string) =>
      `<div style="margin-bottom:14px"><div style="color:#c9d1d9">${name}</div><div style="width:360px;padding:7px 11px;border:1px solid #30363d;border-radius:6px;background:#f6f8fa;color:${ink}">${value}</div></div>`;
    const icons = ['M4 10h12', 'M10 4v12M4 10h12', 'M4 6h12M4 10h12M4 14h8'].map(
      (path) =>
        `<svg width="22" height="22" viewBox="0 0 20 20" style="margin-right:14px"><path d="${path}" stroke="#1b1f24" stroke-width="2"/></svg>`,
    );
    return `${pageStyle(scene)}<div style="background:#0d1117;color:#e6edf3;min-height:100vh;font:14px/1.6 '${ui}'"><div style="display:flex;align-items:center;padding:10px 22px;background:#161b22">${icons.join('')}<b style="color:#24292f">Pier 9</b><span style="margin-left:auto;width:30px;height:30px;border-radius:50%;background:#3d8361"></span></div><div style="padding:16px 34px"><h2 style="margin:0 0 12px">Delivery address</h2>${field('Recipient', 'Warehouse 4', '#e6edf3')}${field('Street', 'Kaistraße 12', '#e6edf3')}${field('Town', 'Bremerhaven', '#24292f')}<div style="width:360px;padding:9px 12px;border-radius:6px;background:#fff8c5;color:#e6edf3;margin-bottom:16px">We could not find this street in Bremerhaven.</div><span style="background:#238636;border-radius:6px;padding:7px 18px">Save</span><span style="margin-left:10px;color:#0d2d6b;text-decoration:underline">Use the address of the invoice</span></div></div>`;
  },
};

/** Settings on a phone whose German words are longer than the design thought. */
export const germanPhone: Layout = {
  name: 'german-phone',
  html(scene) {
    const { ui } = scene.look;
    const rows = [
      ['Benachrichtigungseinstellungen', true],
      ['Automatische Datensicherung', false],
      ['Barrierefreiheit', true],
      ['Datenschutzbestimmungen anzeigen', false],
    ] as const;
    const list = rows.map(
      ([name, isOn], at) =>
        `<div style="position:relative;height:58px;border-bottom:1px solid #e5e5ea"><span style="position:absolute;left:16px;top:13px;width:32px;height:32px;border-radius:8px;background:hsl(${scene.random.below(360)} 70% 55%)"></span><span style="position:absolute;left:60px;top:16px;font-size:20px;white-space:nowrap">${name}</span><span style="position:absolute;right:${at === 2 ? 34 : 16}px;top:13px;width:52px;height:32px;border-radius:16px;background:${isOn ? '#34c759' : '#e5e5ea'}"><span style="position:absolute;top:2px;left:${isOn ? 22 : 2}px;width:28px;height:28px;border-radius:50%;background:#fff"></span></span></div>`,
    );
    const tab = (name: string) =>
      `<span style="width:25%;overflow:hidden;white-space:nowrap;text-align:center"><span style="display:block;width:24px;height:24px;margin:0 auto 2px;border-radius:6px;border:2px solid #888"></span>${name}</span>`;
    return `${pageStyle(scene)}<div style="position:absolute;inset:0;background:#f2f2f7;color:#111;font:17px/1.4 '${ui}'"><div style="padding:10px 20px;font-weight:bold;font-size:15px">9:41 <span style="float:right">▂▄▆ ▮</span></div><div style="padding:10px 16px;font-size:32px;font-weight:bold;white-space:nowrap;overflow:hidden">Kontoeinstellungen</div><div style="background:#fff;margin:8px 16px;border-radius:12px;overflow:hidden">${list.join('')}</div><div style="margin:26px 16px;display:flex;gap:8px"><span style="flex:1;height:48px;line-height:48px;border-radius:12px;background:#0a7aff;color:#fff;text-align:center;overflow:hidden;white-space:nowrap">Zurücksetzen und neu</span><span style="flex:1;height:48px;border-radius:12px;background:#ff3b30;color:#fff;text-align:center;line-height:26px;padding-top:6px">Konto endgültig löschen</span></div><div style="position:absolute;left:0;right:0;bottom:0;height:74px;padding-top:8px;display:flex;background:#fff;font-size:15px;border-top:1px solid #ddd">${tab('Startseite')}${tab('Bestellungen')}${tab('Lieblingsstücke')}${tab('Konto')}</div></div>`;
  },
};
