import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/tip.css';
import { App } from './App';
import { Product } from './Product';
import { route } from './router';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
const soundHost = document.createElement('div');
soundHost.hidden = true;
document.body.append(soundHost);

const product = new Product(soundHost);
// An invite or an owner's link asks first; everywhere else a logged-in account goes straight in.
product.session.start(route.get().kind === 'home');

createRoot(root).render(
  <StrictMode>
    <App product={product} />
  </StrictMode>,
);
