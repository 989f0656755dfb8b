/* The folder exposure_multiple_unmatched_rules_test of test/fixtures/networkpolicy (np-guard/netpol-analyzer, Apache-2.0). */

export const UNMATCHED_MODEL = `network lan { cidr 192.168.0.0/24  gateway 192.168.0.1 }
cluster c {
  cni calico { ipPool p { cidr 10.50.0.0/16 } }
  node n { in lan  ip 192.168.0.10 }
  manifests "k8s/*.yaml"
}
`;

export const UNMATCHED_POLICY = `kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata:
  name: combined-ingress-rules
  namespace: hello-world
spec:
  podSelector:
    matchLabels:
      app: a-app
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          release : "stable"
  - from:
    - namespaceSelector:
           matchExpressions:
           - key: foo.com/managed-state
             operator: In
             values:
             - managed
    ports:
    - port: 8050
      protocol: TCP
  - from:
    - namespaceSelector: 
        matchLabels:
          effect: "NoSchedule"
    ports:
    - port: 8050
      protocol: TCP`;

export const UNMATCHED_WORKLOADS = `---
apiVersion: v1
kind: Namespace
metadata:
  name: hello-world
spec: {}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: workload-a
  namespace: hello-world
  labels:
    app: a-app
spec:
  selector:
    matchLabels:
      app: a-app
  template:
    metadata:
      labels:
        app: a-app
    spec:
      containers:
      - name: hello-world
        image: quay.io/shfa/hello-world:latest
        ports:
        - containerPort: 8000  # containerport1
        - containerPort: 8050  # containerport2
        - containerPort: 8090  # containerport3
---
`;
