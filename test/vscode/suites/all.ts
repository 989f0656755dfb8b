import './smoke.suite.ts';
