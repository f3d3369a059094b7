#!/usr/bin/env python3
"""deploy/compose, deploy/kubernetes and deploy/systemd: every object is valid by Kubernetes' own schemas, and what one file names the other has.
No engine and no cluster runs here. Exit code 77 (skipped) where the packages of tests/requirements.txt are not installed."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import kubernetes_validate
    import yaml
except ImportError as missing:
    print(f'skipped: {missing} (scripts/test installs tests/requirements.txt)')
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
KUBERNETES, GRAFANA, COMPOSE = ROOT / 'deploy/kubernetes', ROOT / 'grafana', ROOT / 'deploy/compose'
COMPOSED = yaml.safe_load((COMPOSE / 'compose.yml').read_text())['services']


def objects():
    return [each for name in ('prometheus.yaml', 'grafana.yaml') for each in yaml.safe_load_all((KUBERNETES / name).read_text())]


def named(kind):
    return {each['metadata']['name']: each for each in objects() if each['kind'] == kind}


def config_maps():
    """{name: [file]} of what kustomize makes."""
    return {each['name']: [folder / file for file in each['files']] for folder in (GRAFANA, KUBERNETES)
            for each in yaml.safe_load((folder / 'kustomization.yaml').read_text())['configMapGenerator']}


def variables_of_provisioning():
    text = ''.join(path.read_text() for path in (GRAFANA / 'provisioning').rglob('*.yml') if path.name != 'rules.yml')
    return set(re.findall(r'\$(CLEARWELL_\w+)', text))


class Kubernetes(unittest.TestCase):
    def test_every_object_is_valid(self):
        for each in objects():
            with self.subTest(f'{each["kind"]} {each["metadata"]["name"]}'):
                kubernetes_validate.validate(each, '1.34', strict=True)

    def test_the_schemas_find_a_misspelled_field(self):
        broken = named('Deployment')['clearwell-grafana']
        broken['spec']['replica'] = 1
        with self.assertRaises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(broken, '1.34', strict=True)

    def test_what_kubectl_makes_of_it_is_valid(self):
        if not shutil.which('kubectl'):
            self.skipTest('kubectl is not installed')
        made = subprocess.run(['kubectl', 'kustomize', KUBERNETES], capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        for each in yaml.safe_load_all(made.stdout):
            kubernetes_validate.validate(each, '1.34', strict=True)
            self.assertEqual(each['metadata']['namespace'], 'clearwell')

    def test_every_dashboard_and_rule_is_taken_along(self):
        files = {file for files in config_maps().values() for file in files}
        self.assertTrue(all(file.is_file() for file in files))
        for folder in ('dashboards', 'alerts', 'provisioning'):
            for path in (GRAFANA / folder).rglob('*.*'):
                self.assertIn(path, files)

    def test_volumes_are_mounted_and_come_from_somewhere(self):
        for deployment in named('Deployment').values():
            pod = deployment['spec']['template']['spec']
            volumes = {each['name']: each for each in pod['volumes']}
            self.assertEqual(set(volumes), {each['name'] for each in pod['containers'][0]['volumeMounts']})
            for volume in volumes.values():
                if 'configMap' in volume:
                    self.assertIn(volume['configMap']['name'], config_maps())
                if 'persistentVolumeClaim' in volume:
                    self.assertIn(volume['persistentVolumeClaim']['claimName'], named('PersistentVolumeClaim'))

    def test_services_reach_their_pods(self):
        labels = [each['spec']['template']['metadata']['labels'] for each in named('Deployment').values()]
        for name, service in named('Service').items():
            if name not in ('clearwell-servers', 'clearwell-watchers'):  # Clearwell's own pods
                self.assertIn(service['spec']['selector'], labels)

    def test_secrets_are_those_that_the_first_lines_make(self):
        said = (KUBERNETES / 'kustomization.yaml').read_text()
        for secret in re.findall(r'secretName: ([\w-]+)|secretKeyRef: \{name: ([\w-]+)', (KUBERNETES / 'prometheus.yaml').read_text()
                                 + (KUBERNETES / 'grafana.yaml').read_text()):
            self.assertIn(f'secret generic {secret[0] or secret[1]} ', said)


class Units(unittest.TestCase):
    """deploy/systemd. That the command line of the unit works, tests/http/test_watch_metrics.cpp shows."""

    UNIT = ROOT / 'deploy/systemd/clearwell-watch@.service'

    def verify(self, text):
        """What systemd says of a unit. It wants a program that is there, so that one is named."""
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / self.UNIT.name.replace('@', '@north')
            unit.write_text(text.replace('/usr/local/bin/clearwell', '/bin/true'))
            said = subprocess.run(['systemd-analyze', 'verify', '--man=no', unit], capture_output=True, text=True)
        return said.returncode, [line for line in said.stderr.splitlines() if str(unit) in line or unit.name in line]

    def test_systemd_understands_all_of_it(self):
        if not shutil.which('systemd-analyze'):
            self.skipTest('systemd-analyze is not installed')
        text = self.UNIT.read_text()
        self.assertEqual(self.verify(text), (0, []))
        self.assertNotEqual(self.verify(text.replace('Restart=', 'Restrat=')), (0, []))

    def test_the_example_sets_what_the_unit_asks_for(self):
        asked = set(re.findall(r'\$\{?(\w+)', self.UNIT.read_text()))
        example = dict(line.split('=', 1) for line in (self.UNIT.parent / 'watch.env.example').read_text().splitlines()
                       if line and not line.startswith('#'))
        self.assertLessEqual(asked, set(example))
        self.assertLessEqual({'CLEARWELL_DATABASE_URL', 'CLEARWELL_ARTIFACTS'}, set(example))


class Both(unittest.TestCase):
    def grafana_environments(self):
        container = named('Deployment')['clearwell-grafana']['spec']['template']['spec']['containers'][0]
        return [set(COMPOSED['grafana']['environment']), {each['name'] for each in container['env']}]

    def test_grafana_is_given_what_its_provisioning_asks_for(self):
        for environment in self.grafana_environments():
            self.assertLessEqual(variables_of_provisioning(), environment)

    def test_versions_are_pinned_and_the_same(self):
        pods = [each['spec']['template']['spec']['containers'][0]['image'] for each in named('Deployment').values()]
        images = {each['image'] for each in COMPOSED.values()}
        self.assertEqual(set(pods), images)
        for image in images:
            self.assertRegex(image, r':v?\d+\.\d+\.\d+$')

    def test_what_compose_mounts_is_there(self):
        for service in COMPOSED.values():
            for volume in service['volumes']:
                source = volume.split(':')[0]
                if source.startswith('.'):
                    self.assertTrue((COMPOSE / source).is_dir(), source)
                    self.assertTrue(volume.endswith(':ro'), volume)

    def test_prometheus_reads_the_same_jobs_everywhere(self):
        configs = [yaml.safe_load((ROOT / path).read_text())['scrape_configs']
                   for path in ('deploy/prometheus/prometheus.yml', 'deploy/kubernetes/prometheus.yml')]
        for config in configs:
            self.assertEqual([each['job_name'] for each in config], ['clearwell', 'clearwell-watch'])
        for name in (name for each in configs[1] for name in each['dns_sd_configs'][0]['names']):
            self.assertIn(name.split('.')[0], named('Service'))

    def test_rules_lie_where_the_configuration_looks_for_them(self):
        inside = {volume.split(':')[1] for volume in COMPOSED['prometheus']['volumes']}
        config = yaml.safe_load((ROOT / 'deploy/prometheus/prometheus.yml').read_text())
        for pattern in config['rule_files']:
            folder = pathlib.PurePosixPath('/clearwell/deploy/prometheus') / pattern
            self.assertIn(str(pathlib.Path(folder.parent).resolve()), inside)


if __name__ == '__main__':
    unittest.main()
