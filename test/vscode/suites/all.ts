import './smoke.suite.ts';
import './diagnostics.suite.ts';
import './hover.suite.ts';
import './import.suite.ts';
import './editing.suite.ts';
import './preview.suite.ts';
import './trace.suite.ts';
import './manifests.suite.ts';
