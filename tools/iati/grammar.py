#!/usr/bin/env python3
# grammar.py -- catalog/exchange/iati-grammar.yaml from the schemas of the IATI standard.
# SPDX-License-Identifier: Apache-2.0
#
#   python3 tools/iati/grammar.py FOLDER >catalog/exchange/iati-grammar.yaml
#
# FOLDER holds iati-activities-schema.xsd, iati-common.xsd, iati-organisations-schema.xsd and
# iati-registry-record-schema.xsd of github.com/IATI/IATI-Schemas, branch version-2.03. The schemas use few means of XML
# Schema: sequences of elements with bounds, wildcards for other namespaces, attributes and simple types. Anything else
# stops this program, so that nothing of a later version is lost without a word.
import sys
import xml.etree.ElementTree as E

X = '{http://www.w3.org/2001/XMLSchema}'
folder = sys.argv[1]
types, elements, globals_ = {}, {}, {}  # global definitions of the files at hand
out = {}                          # name of a type -> lines


def stop(what):
    sys.exit('grammar.py: cannot say in the grammar: %s' % what)


def simple(name):
    return name[4:] if name and name.startswith('xsd:') else None


def attributes(node):
    rows, foreign = [], False
    for a in node:
        if a.tag == X + 'anyAttribute':
            if a.get('namespace') != '##other' or a.get('processContents') != 'lax':
                stop(E.tostring(a))
            foreign = True
        elif a.tag == X + 'attribute':
            if a.get('default') or a.get('fixed'):
                stop(E.tostring(a))
            name = a.get('ref') or a.get('name')
            kind = 'lang' if name == 'xml:lang' else globals_[name] if a.get('ref') else simple(a.get('type'))
            if not kind:
                stop(E.tostring(a))
            rows.append((name, kind, a.get('use') == 'required'))
    return rows, foreign


def particles(group, path):
    rows = []
    if (group.get('minOccurs') or group.get('maxOccurs')) and group.tag != X + 'choice':
        stop(E.tostring(group))
    for p in group:
        if p.tag == X + 'any':
            if p.get('namespace') != '##other':
                stop(E.tostring(p))
            rows.append('{any: true}')
        elif p.tag == X + 'element':
            name = p.get('ref') or p.get('name')
            most = p.get('maxOccurs', '1')
            kind = element(p, path + '.' + name if not p.get('ref') else name)
            rows.append('{name: %s, is: "%s"%s%s}' % (name, kind, '' if p.get('minOccurs', '1') == '0' else ', least: ' + p.get('minOccurs', '1'),
                                                     '' if most == 'unbounded' else ', most: ' + most))
        elif p.tag != X + 'annotation':
            stop(E.tostring(p))
    return rows


def element(e, path):
    """The name of the type of an element."""
    if e.get('ref'):
        name = e.get('ref')
        return element(elements[name], name)
    named, inner = e.get('type'), e.find(X + 'complexType')
    if simple(named):
        out.setdefault('xsd:' + simple(named), (simple(named), [], False, []))
        return 'xsd:' + simple(named)
    if named:
        complex_type(types[named], named)
        return named
    if inner is None:               # without a type: anything may stand in it
        out.setdefault('anything', ('string', [], True, ['{anything: true}']))
        return 'anything'
    complex_type(inner, path)
    return path


def complex_type(t, name):
    if name in out:
        return
    out[name] = None
    text, content, rows, foreign = None, [], [], False
    if t.get('mixed') not in (None, 'false'):
        stop(name)
    a, f = attributes(t)
    rows, foreign = a, f
    for part in t:
        if part.tag in (X + 'sequence', X + 'choice'):
            if part.tag == X + 'choice' and [p.tag for p in part] != [X + 'any']:
                stop(name)
            content += particles(part, name)
        elif part.tag == X + 'simpleContent':
            ext = part.find(X + 'extension')
            text = simple(ext.get('base'))
            if not text:
                stop(name)
            a, f = attributes(ext)
            rows, foreign = rows + a, foreign or f
        elif part.tag == X + 'complexContent':
            ext = part.find(X + 'extension')
            complex_type(types[ext.get('base')], ext.get('base'))
            base = out[ext.get('base')]
            content += base[3]
            a, f = attributes(ext)
            rows, foreign = base[1] + a, base[2] or f
            for q in ext:
                if q.tag == X + 'sequence':
                    content += particles(q, name)
        elif part.tag not in (X + 'attribute', X + 'anyAttribute', X + 'annotation'):
            stop(part.tag)
    out[name] = (text, rows, foreign, content)


def read(*names):
    types.clear()
    elements.clear()
    for n in names:
        for e in E.parse('%s/%s.xsd' % (folder, n)).getroot():
            if e.tag == X + 'complexType':
                types[e.get('name')] = e
            elif e.tag == X + 'element':
                elements[e.get('name')] = e
            elif e.tag == X + 'attribute':
                globals_[e.get('name')] = simple(e.get('type'))
            elif e.tag not in (X + 'annotation', X + 'include', X + 'import'):
                stop(e.tag)


roots = []
read('iati-activities-schema', 'iati-common')
common = list(elements)
for root in elements:                     # every global element may be the root of a file
    roots.append((root, '', element(elements[root], root)))
first, out = out, {}
read('iati-organisations-schema', 'iati-common')
for root in elements:
    if root not in common:
        roots.append((root, '', element(elements[root], root)))
for name, t in out.items():               # a type of both files must be the same in both
    if first.setdefault(name, t) != t:
        stop('two types called ' + name)
out = {}
read('iati-registry-record-schema')
roots.append(('registry-record', 'http://iatiregistry.org/ns/record#', element(elements['registry-record'], 'registry-record')))
first.update(out)

print('''# iati-grammar.yaml -- which elements and attributes an IATI file may have, in which order, how often, of which type.
# Made by tools/iati/grammar.py from the XML schemas of the IATI Standard 2.03 (iati-activities-schema.xsd,
# iati-organisations-schema.xsd, iati-common.xsd, iati-registry-record-schema.xsd; github.com/IATI/IATI-Schemas, commit
# 4c9ba1e84815f57a4ffab03fdbd551ae4c71d08c). IATI Standard (http://iatistandard.org/), licensed under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/). Changes made: the structure was taken out of the schemas and written in
# this form; their explanations are left out. docs/decisions/0015-iati-grammar.md says why.
#
# roots: elements that a file may begin with, their namespace and type. types: `text` is the type of the text (a type
# without it has no text); `foreign`: attributes of other namespaces are allowed; `content` in order, `least` 0 and `most`
# without an end where they are not given, `any`: elements of other namespaces, as many as wished.
format: kanmon-grammar-1
version: "2.03"
roots:''')
for name, ns, kind in sorted(roots):
    print('  %s: {is: "%s"%s}' % (name, kind, ', namespace: "%s"' % ns if ns else ''))
print('types:')
for name in sorted(first):
    text, rows, foreign, content = first[name]
    print('  "%s":' % name)
    if text:
        print('    text: %s' % text)
    if foreign:
        print('    foreign: true')
    if rows:
        print('    attributes: {%s}' % ', '.join('"%s": {is: %s%s}' % (n, k, ', needed: true' if must else '') for n, k, must in rows))
    if content:
        print('    content:')
        for c in content:
            print('      - %s' % c)
    if not (text or foreign or rows or content):
        print('    empty: true')
