import { Component, type ReactNode } from 'react'
import { FailureNote } from './failure-note.tsx'

interface SafeAreaProps {
  /** Another page is another chance. */
  page: string
  children: ReactNode
}

/** Keeps a fault of one page to that page: menu, status and drafts go on. React has this for classes alone. */
export class SafeArea extends Component<SafeAreaProps, { failed: string | undefined }> {
  override state: { failed: string | undefined } = { failed: undefined }

  static getDerivedStateFromError() {
    return { failed: '' }
  }

  override componentDidUpdate(before: SafeAreaProps) {
    if (before.page !== this.props.page && this.state.failed !== undefined) this.setState({ failed: undefined })
  }

  override render() {
    if (this.state.failed === undefined) return this.props.children
    return <FailureNote failure={{ code: 'internal', text: '' }} again={() => this.setState({ failed: undefined })} />
  }
}
