import type { KubernetesObject } from '../object.ts';
import { annotationOf } from './labels.ts';
import { ROUTE_CLASS } from './route.ts';

/** An IngressClass of networking.k8s.io/v1: which controller serves a class. */
export interface IngressClass {
  readonly name: string;
  readonly controller: string;
  /** Whether an Ingress without a class is of this one. */
  readonly isDefault: boolean;
}

/** The names that the model knows controllers by. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  'k8s.io/ingress-nginx': 'nginx',
  'ingress.k8s.aws/alb': 'alb',
  'openshift.io/ingress-to-route': ROUTE_CLASS,
};

/** An IngressClass; of a controller that the model does not know the class goes by its own name. */
export function readIngressClass({ name, value }: KubernetesObject): IngressClass {
  const isDefault = annotationOf(value.get('metadata'), 'ingressclass.kubernetes.io/is-default-class') === 'true';
  const controller = value.at('spec', 'controller')?.text() ?? '';
  return { name, controller: CONTROLLERS[controller] ?? name, isDefault };
}

/** The controller of a class by its name; an Ingress that names none is of the default class, else nginx's. */
export function controllerOf(classes: readonly IngressClass[], name: string): string {
  const found = name === '' ? classes.find((one) => one.isDefault) : classes.find((one) => one.name === name);
  return found?.controller ?? (name || 'nginx');
}
