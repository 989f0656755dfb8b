/*
 * Text as `kubectl get -A -o yaml` prints it: a List of pods with all that the API server adds (probes, volumes, status,
 * what managers keep for themselves), and the objects around them.
 */

/** Pods of a dump of some ten million characters. */
export const TEN_MILLION = 1_750;

/** What a pod is asked for most, with everything else that a real one has. */
export function podItem(i: number): string {
  const name = `app-${i % 200}`;
  const hash = (i * 2654435761).toString(36).slice(0, 5);
  return `- apiVersion: v1
  kind: Pod
  metadata:
    annotations:
      checksum/config: ${hash.repeat(12)}
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"${name}","namespace":"shop"}}
    creationTimestamp: "2024-03-01T10:00:00Z"
    generateName: ${name}-6d4cf56db6-
    labels:
      app: ${name}
      pod-template-hash: 6d4cf56db6
      tier: t${i % 5}
${managedFields(hash)}    name: ${name}-6d4cf56db6-${hash}${i}
    namespace: ns-${i % 20}
    ownerReferences:
    - apiVersion: apps/v1
      blockOwnerDeletion: true
      controller: true
      kind: ReplicaSet
      name: ${name}-6d4cf56db6
      uid: 6d0fd7c1-5b4e-4ff3-a57d-1c8cfc9ed6${i % 10}1
    resourceVersion: "${100000 + i}"
    uid: 0f2ab8b1-5b4e-4ff3-a57d-1c8cfc9ed6${i % 10}2
  spec:
    containers:
${container('app', i)}${container('sidecar', i)}    dnsPolicy: ClusterFirst
    enableServiceLinks: true
    nodeName: worker-${i % 50}
    preemptionPolicy: PreemptLowerPriority
    priority: 0
    restartPolicy: Always
    schedulerName: default-scheduler
    serviceAccountName: ${name}
    terminationGracePeriodSeconds: 30
    tolerations:
    - effect: NoExecute
      key: node.kubernetes.io/not-ready
      operator: Exists
      tolerationSeconds: 300
    - effect: NoExecute
      key: node.kubernetes.io/unreachable
      operator: Exists
      tolerationSeconds: 300
    volumes:
    - name: kube-api-access-${hash}
      projected:
        defaultMode: 420
        sources:
        - serviceAccountToken:
            expirationSeconds: 3607
            path: token
        - configMap:
            items:
            - key: ca.crt
              path: ca.crt
            name: kube-root-ca.crt
${status(i)}`;
}

const managedFields = (hash: string) => `    managedFields:
    - apiVersion: v1
      fieldsType: FieldsV1
      fieldsV1:
        f:metadata:
          f:generateName: {}
          f:labels:
            .: {}
            f:app: {}
            f:pod-template-hash: {}
          f:ownerReferences:
            .: {}
            k:{"uid":"6d0fd7c1-${hash}"}: {}
        f:spec:
          f:containers:
            k:{"name":"app"}:
              .: {}
              f:image: {}
              f:imagePullPolicy: {}
              f:name: {}
              f:ports:
                .: {}
                k:{"containerPort":8080,"protocol":"TCP"}:
                  .: {}
                  f:containerPort: {}
                  f:protocol: {}
          f:dnsPolicy: {}
          f:restartPolicy: {}
      manager: kube-controller-manager
      operation: Update
      time: "2024-03-01T10:00:00Z"
`;

const container = (name: string, i: number) => `    - args:
      - --listen=:8080
      - '--motto="all: that {is} # written"'
      env:
      - name: POD_IP
        valueFrom:
          fieldRef:
            apiVersion: v1
            fieldPath: status.podIP
      - name: SCRIPT
        value: |-
          kind: Trap
            name: none
          status: none
      image: registry.example.com/shop/${name}:1.${i % 9}.0
      imagePullPolicy: IfNotPresent
      livenessProbe:
        failureThreshold: 3
        httpGet:
          path: /healthz
          port: http
          scheme: HTTP
        periodSeconds: 10
        successThreshold: 1
        timeoutSeconds: 1
      name: ${name}
      ports:
      - containerPort: ${name === 'app' ? 8080 : 9102}
        name: ${name === 'app' ? 'http' : 'metrics'}
        protocol: TCP
      resources:
        limits:
          cpu: 500m
          memory: 512Mi
        requests:
          cpu: 100m
          memory: 128Mi
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop:
          - ALL
      terminationMessagePath: /dev/termination-log
      volumeMounts:
      - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
        name: kube-api-access
        readOnly: true
`;

const status = (i: number) => `  status:
    conditions:
    - lastProbeTime: null
      lastTransitionTime: "2024-03-01T10:00:05Z"
      status: "True"
      type: Initialized
    - lastProbeTime: null
      lastTransitionTime: "2024-03-01T10:00:05Z"
      status: "True"
      type: Ready
    containerStatuses:
    - containerID: containerd://0f2ab8b15b4e4ff3a57d1c8cfc9ed60f2ab8b15b4e4ff3a57d1c8cfc9ed6
      image: registry.example.com/shop/app:1.0.0
      lastState: {}
      name: app
      ready: true
      restartCount: 0
      started: true
      state:
        running:
          startedAt: "2024-03-01T10:00:04Z"
    hostIP: 192.168.20.${i % 50}
    phase: Running
    podIP: 10.${100 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}
    podIPs:
    - ip: 10.${100 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}
    - ip: fd00::${i.toString(16)}
    qosClass: Burstable
    startTime: "2024-03-01T10:00:00Z"
`;

const around = (i: number) => `- apiVersion: v1
  kind: Service
  metadata:
    name: app-${i}
    namespace: ns-${i % 20}
  spec:
    clusterIP: 10.96.${i >> 8}.${i & 255}
    ports:
    - name: http
      port: 80
      targetPort: http
    selector:
      app: app-${i}
  status:
    loadBalancer: {}
- apiVersion: v1
  data:
    settings: "${'x'.repeat(600)}"
  kind: Secret
  metadata:
    name: app-${i}
    namespace: ns-${i % 20}
`;

const node = (i: number) => `- apiVersion: v1
  kind: Node
  metadata:
    labels:
      kubernetes.io/hostname: worker-${i}
    name: worker-${i}
  spec:
    podCIDR: 10.100.${i}.0/24
    podCIDRs:
    - 10.100.${i}.0/24
  status:
    addresses:
    - address: 192.168.20.${i}
      type: InternalIP
    - address: worker-${i}
      type: Hostname
    images:
    - names:
      - registry.example.com/shop/app:1.0.0
      sizeBytes: 123456
`;

/** The whole text of a dump with that many pods. */
export function dump(pods: number): string {
  const items = Array.from({ length: pods }, (_, i) => podItem(i));
  const others = Array.from({ length: Math.ceil(pods / 8) }, (_, i) => around(i));
  const nodes = Array.from({ length: 50 }, (_, i) => node(i));
  return `apiVersion: v1\nitems:\n${nodes.join('')}${items.join('')}${others.join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;
}
