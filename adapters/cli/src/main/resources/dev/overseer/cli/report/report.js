
'use strict';
(() => {
  const AT_ONCE = 50;
  const incidents = JSON.parse(document.getElementById('stories').textContent);
  const form = document.querySelector('.filter');
  const list = document.querySelector('.list');
  const count = document.querySelector('.count');
  const more = document.querySelector('.more');
  let matching = [];
  let shown = 0;

  /* Text only: nothing that an incident says can become markup. */
  const element = (name, style, text) => {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text;
    return made;
  };

  const pairs = (title, entries, style) => {
    const part = document.createDocumentFragment();
    if (entries.length > 0) {
      if (title) {
        part.append(element('h3', '', title));
      }
      const pairs = element('dl', style, '');
      entries.forEach(([name, value]) => pairs.append(element('dt', '', name), element('dd', '', value)));
      part.append(pairs);
    }
    return part;
  };

  const story = (incident) => {
    const told = element('div', 'story', '');
    told.append(
      pairs('', incident.head, ''),
      pairs('What was wrong', incident.findings, ''),
      pairs('What happened', incident.moments, 'moments'));
    return told;
  };

  const item = (incident) => {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.append(
      element('span', 'state ' + incident.style, incident.state),
      element('span', 'when', incident.at.slice(0, 16).replace('T', ' ')),
      element('span', 'who', incident.target + ' in ' + incident.account + '/' + incident.region),
      element('span', 'what', incident.control + ': ' + incident.summary));
    details.append(summary);
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) {
        details.append(story(incident));
      }
    });
    return details;
  };

  const showMore = () => {
    matching.slice(shown, shown + AT_ONCE).forEach((incident) => list.append(item(incident)));
    shown = Math.min(shown + AT_ONCE, matching.length);
    more.hidden = shown === matching.length;
    const all = incidents.length.toLocaleString('en') + (incidents.length === 1 ? ' incident' : ' incidents');
    count.textContent = matching.length === incidents.length ? all : matching.length.toLocaleString('en') + ' of ' + all;
  };

  const filter = () => {
    const wanted = new FormData(form);
    const words = wanted.get('text').toLowerCase().split(' ').filter((word) => word !== '');
    const chosen = ['control', 'state', 'account'].filter((name) => wanted.get(name) !== '');
    matching = incidents.filter((incident) =>
      chosen.every((name) => incident[name] === wanted.get(name))
      && words.every((word) => incident.text.includes(word)));
    shown = 0;
    list.replaceChildren();
    showMore();
  };

  const choices = (name) => {
    const numbers = new Map();
    incidents.forEach((incident) => numbers.set(incident[name], (numbers.get(incident[name]) || 0) + 1));
    [...numbers.keys()].sort().forEach((value) => {
      form.elements[name].append(new Option(value + ' (' + numbers.get(value) + ')', value));
    });
  };

  incidents.forEach((incident) => {
    incident.text = [incident.head, incident.findings, incident.moments].flat(Infinity).join(' ').toLowerCase();
  });
  ['control', 'state', 'account'].forEach(choices);
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', showMore);
  if (incidents.length > 0) {
    form.hidden = false;
    form.elements.text.value = location.hash.slice(1);
    filter();
  }
})();
